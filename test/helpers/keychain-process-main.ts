import { isLatchkeyError } from '../../main/core/lib/error.js'
import type { SecretStore } from '../../main/core/ports.js'
import { keychain } from '../../main/platform/keychain.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'
import type { KeychainAnswer, KeychainCall } from './keychain-process.js'

const [profileId = '', limitMs = '', ...records] = process.argv.slice(2)
const entries = keychainEntries(Number(limitMs))
const factory = await keychain({ id: () => profileId, recordNames: () => records }, entries)
let store: SecretStore | null = null

process.on('message', async (request: KeychainCall) => {
  process.send?.(await answer(request))
})

async function answer(request: KeychainCall): Promise<KeychainAnswer> {
  try {
    return { value: await perform(request) }
  } catch (error) {
    return isLatchkeyError(error) ? { error: error.info } : { unforeseen: String(error) }
  }
}

async function perform(request: KeychainCall): Promise<unknown> {
  if (request.call === 'label') return factory.label
  if (request.call === 'probe') return factory.probe()
  if (request.call === 'quit') process.exit(0)
  if (request.call === 'create') store = await factory.create()
  if (request.call === 'open') store = await factory.open()
  if (request.call === 'close') await store?.close()
  if (request.call === 'clear') return entries.delete(request.account)
  if (request.call === 'names') return store?.names()
  if (request.call === 'get') return store?.get(request.name)
  if (request.call === 'delete') return store?.delete(request.name)
  if (request.call === 'set') return store?.set(request.name, request.secret)
  return undefined
}

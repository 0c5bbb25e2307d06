import type { Ports } from '../../main/core/ports.js'
import { LOCK_NAME } from '../../main/core/vault/lock-item.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'
import { nameIndex } from '../../main/platform/keychain-names.js'

/** Takes a demo's secrets out of the keychain, which outlives the demo's folder. */
export async function removeSecrets({ profile, secretStores }: Ports): Promise<void> {
  const { id, vault } = profile.read()
  if (vault?.backend !== 'keychain') return
  const keychain = secretStores.find(({ backend }) => backend === 'keychain')
  if (keychain === undefined || keychain.needsPassword) return
  const store = await keychain.open()
  for (const name of [...(await store.names()), LOCK_NAME]) await store.delete(name)
  await store.close()
  const entries = keychainEntries()
  await nameIndex(entries, id).discard()
  await entries.delete(`${id}/vault`)
}

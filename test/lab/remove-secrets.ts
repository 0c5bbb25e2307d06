import type { Ports } from '../../main/core/ports.js'
import { LOCK_NAME } from '../../main/core/vault/lock-item.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'

/** Takes a demo's secrets out of the keychain, which outlives the demo's folder. */
export async function removeSecrets({ profile, secretStores }: Ports): Promise<void> {
  const { id, vault, keys, accounts } = profile.read()
  if (vault?.backend !== 'keychain') return
  const keychain = secretStores.find(({ backend }) => backend === 'keychain')
  if (keychain === undefined || keychain.needsPassword) return
  const store = await keychain.open()
  for (const key of keys) await store.delete(`key/${key.id}`)
  for (const account of accounts) await store.delete(`account/${account.id}`)
  await store.delete(LOCK_NAME)
  await store.close()
  await keychainEntries().delete(`${id}/vault`)
}

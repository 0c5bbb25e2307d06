import type { Ports } from '../../main/core/ports.js'
import { LOCK_NAME } from '../../main/core/vault/lock-item.js'

/** Takes a demo's secrets out of the keychain, which outlives the demo's folder. */
export async function removeSecrets({ profile, secretStores }: Ports): Promise<void> {
  const { vault } = profile.read()
  if (vault?.backend !== 'keychain') return
  const keychain = secretStores.find(({ backend }) => backend === 'keychain')
  if (keychain === undefined || keychain.needsPassword) return
  const store = await keychain.open()
  for (const name of [...(await store.names()), LOCK_NAME]) await store.delete(name)
  await store.close()
  await keychain.discard()
}

import type { VaultStatus } from '../../../contract/vault.js'
import type { SecretStoreFactory } from '../ports.js'

/** What the first run can choose from. The first available one, in the order given, is recommended. */
export async function backendChoices(factories: SecretStoreFactory[]): Promise<VaultStatus['choices']> {
  const probes = await Promise.all(factories.map((factory) => factory.probe()))
  const recommended = probes.findIndex((probe) => probe.available)
  return factories.map(({ backend, label, needsPassword }, i) => ({
    backend,
    label,
    needsPassword,
    available: false,
    ...probes[i],
    recommended: i === recommended,
  }))
}

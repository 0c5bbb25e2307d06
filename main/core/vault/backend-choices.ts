import type { VaultStatus } from '../../../contract/vault.js'
import type { Clock, SecretStoreFactory } from '../ports.js'

/** How long the first run waits for a keychain before it shows what can be chosen without. */
const PATIENCE_MS = 2_000

/** What the first run can choose from. The first available one, in the order given, is recommended. */
export async function backendChoices(
  factories: SecretStoreFactory[],
  clock: Clock,
): Promise<VaultStatus['choices']> {
  const probes = await Promise.all(factories.map((factory) => probeInTime(factory, clock)))
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

async function probeInTime(
  factory: SecretStoreFactory,
  clock: Clock,
): ReturnType<SecretStoreFactory['probe']> {
  const over = new AbortController()
  const late = clock.sleep(PATIENCE_MS, over.signal).then(
    () => noAnswerYet,
    () => noAnswerYet,
  )
  const probe = await Promise.race([factory.probe(), late])
  over.abort()
  return probe
}

const noAnswerYet = {
  available: false as const,
  reason: 'It has not answered yet. The system may be asking for its password.',
}

import type { Instance } from '../../../../contract/instances.js'

/** How many instances each key pair is bound to or declared on, by its id. */
export function instanceCounts(instances: Pick<Instance, 'boundKeyId' | 'declared'>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { boundKeyId, declared } of instances) {
    const ids = new Set([boundKeyId, ...declared.map(({ keyId }) => keyId)])
    for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

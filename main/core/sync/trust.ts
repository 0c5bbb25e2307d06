import type { Instance } from '../../../contract/instances.js'
import type { KeyTrust } from '../../../contract/sync.js'
import type { Observation } from '../inventory/observations.js'

/** A key pair on one account. */
interface Subject {
  accountId: string
  keyId: string
  /** Base64. */
  blob: string
}

/** The account's instances that are known to have the key, each way of knowing by itself. */
export function trustOf(
  { accountId, keyId, blob }: Subject,
  instances: readonly Instance[],
  observations: readonly Observation[],
): KeyTrust {
  const ofAccount = instances.filter((instance) => instance.accountId === accountId)
  const seen = new Set(
    observations.flatMap(({ instanceId, keys }) =>
      keys.some((key) => key.blob === blob) ? [instanceId] : [],
    ),
  )
  const names = (has: (instance: Instance) => boolean) => ofAccount.filter(has).map(({ name }) => name)
  return {
    declared: names(({ declared }) => declared.some((key) => key.keyId === keyId)),
    observed: names(({ id }) => seen.has(id)),
    proven: names(({ proven }) => proven.some((proof) => proof.keyId === keyId)),
  }
}

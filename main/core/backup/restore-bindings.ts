import { instanceId, parseInstanceId } from '../inventory/instance-view.js'
import type { BindingRecord, Profile } from '../profile.js'

/** Those of the backup whose key and account are here now, for instances that have none yet. The maps: ids in the backup to ids here. */
export function withBindings(
  now: Profile,
  bindings: BindingRecord[],
  keyIds: ReadonlyMap<string, string>,
  accountIds: ReadonlyMap<string, string>,
): Profile {
  const added = bindings.flatMap((binding) => {
    const mapped = mappedBinding(binding, keyIds, accountIds)
    return mapped && !now.bindings.some(({ instanceId }) => instanceId === mapped.instanceId) ? [mapped] : []
  })
  return added.length === 0 ? now : { ...now, bindings: [...now.bindings, ...added] }
}

/** Null where its key or its account is not here. */
function mappedBinding(
  binding: BindingRecord,
  keyIds: ReadonlyMap<string, string>,
  accountIds: ReadonlyMap<string, string>,
): BindingRecord | null {
  const parts = parseInstanceId(binding.instanceId)
  const account = parts && accountIds.get(parts.accountId)
  const keyId = keyIds.get(binding.keyId)
  if (!parts || account === undefined || account === null || keyId === undefined) return null
  const proofs = binding.proofs.flatMap((proof) => {
    const proofKey = keyIds.get(proof.keyId)
    return proofKey === undefined ? [] : [{ ...proof, keyId: proofKey }]
  })
  return { ...binding, instanceId: instanceId(account, parts.cloudId), keyId, proofs }
}

import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import { instanceId, parseInstanceId } from '../inventory/instance-view.js'
import type { BindingRecord, Profile } from '../profile.js'

/** Those of the backup whose key and account or host are here now, for instances that have none yet. The maps: ids in the backup to ids here. */
export function withBindings(
  now: Profile,
  bindings: BindingRecord[],
  keyIds: ReadonlyMap<string, string>,
  accountIds: ReadonlyMap<string, string>,
  hostIds: ReadonlyMap<string, string>,
): Profile {
  const added = bindings.flatMap((binding) => {
    const mapped = mappedBinding(binding, keyIds, instanceHere(binding.instanceId, accountIds, hostIds))
    return mapped && !now.bindings.some(({ instanceId }) => instanceId === mapped.instanceId) ? [mapped] : []
  })
  return added.length === 0 ? now : { ...now, bindings: [...now.bindings, ...added] }
}

/** Undefined: in the backup, and not here. */
export type IdsHere = ReadonlyMap<string, string | undefined>

/** The id here of an instance of a backup; undefined where its account or host is not here, null where the maps lack it. */
export function instanceHere(id: string, accountIds: IdsHere, hostIds: IdsHere): string | undefined | null {
  const parts = parseInstanceId(id)
  if (parts === null) return null
  const { accountId, cloudId } = parts
  if (accountId === HOSTS_ACCOUNT) {
    const host = hostIds.get(cloudId)
    if (host === undefined) return hostIds.has(cloudId) ? undefined : null
    return instanceId(HOSTS_ACCOUNT, host)
  }
  const account = accountIds.get(accountId)
  if (account === undefined) return accountIds.has(accountId) ? undefined : null
  return instanceId(account, cloudId)
}

/** Null where its key is not here, or its instance has no place. */
function mappedBinding(
  binding: BindingRecord,
  keyIds: ReadonlyMap<string, string>,
  here: string | undefined | null,
): BindingRecord | null {
  const keyId = keyIds.get(binding.keyId)
  if (here === undefined || here === null || keyId === undefined) return null
  const proofs = binding.proofs.flatMap((proof) => {
    const proofKey = keyIds.get(proof.keyId)
    return proofKey === undefined ? [] : [{ ...proof, keyId: proofKey }]
  })
  return { ...binding, instanceId: here, keyId, proofs }
}

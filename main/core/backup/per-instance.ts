import { type IdsHere, instanceHere } from './restore-bindings.js'

interface OfInstance {
  instanceId: string
}

/** Those of the backup whose account or host is in it too, for instances that have none here. The maps as for `instanceHere`. */
export function missingHere<T extends OfInstance>(
  here: readonly T[],
  inBackup: readonly T[],
  accountIds: IdsHere,
  hostIds: IdsHere,
): T[] {
  const set = new Set(here.map(({ instanceId }) => instanceId))
  return inBackup.filter(({ instanceId }) => {
    const place = instanceHere(instanceId, accountIds, hostIds)
    return place !== null && (place === undefined || !set.has(place))
  })
}

/** What is here with those whose account or host is here now; what is set here stays as it is. */
export function withMissing<T extends OfInstance>(
  here: readonly T[],
  inBackup: readonly T[],
  accountIds: ReadonlyMap<string, string>,
  hostIds: ReadonlyMap<string, string>,
): T[] {
  const added = missingHere(here, inBackup, accountIds, hostIds).flatMap((one) => {
    const instanceId = instanceHere(one.instanceId, accountIds, hostIds)
    return instanceId ? [{ ...one, instanceId }] : []
  })
  return [...here, ...added]
}

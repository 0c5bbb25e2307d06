import type { BastionRecord } from '../profile.js'
import { type IdsHere, instanceHere } from './restore-bindings.js'

/** Those of the backup whose account is in it too, for accounts and zones that have none here. The map: ids there to ids here. */
export function missingBastions(
  here: readonly BastionRecord[],
  inBackup: readonly BastionRecord[],
  accountIds: IdsHere,
): BastionRecord[] {
  return inBackup.filter(({ accountId, zone }) => {
    const account = accountIds.get(accountId)
    const isSet = here.some((one) => one.accountId === account && one.zone === zone)
    return accountIds.has(accountId) && !isSet
  })
}

/**
 * What is here with those whose account is here now. One whose instance is not here stays named: connecting says that it is
 * missing, where going straight might lead to another machine.
 */
export function withBastions(
  here: readonly BastionRecord[],
  inBackup: readonly BastionRecord[],
  accountIds: ReadonlyMap<string, string>,
  hostIds: ReadonlyMap<string, string>,
): BastionRecord[] {
  const added = missingBastions(here, inBackup, accountIds).flatMap((one) => {
    const accountId = accountIds.get(one.accountId)
    const instanceId = instanceHere(one.instanceId, accountIds, hostIds) ?? one.instanceId
    return accountId === undefined ? [] : [{ ...one, accountId, instanceId }]
  })
  return [...here, ...added]
}

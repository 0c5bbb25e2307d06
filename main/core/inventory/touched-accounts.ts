import { isDeepStrictEqual } from 'node:util'
import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Profile } from '../profile.js'
import { parseInstanceId } from './instance-view.js'

type Known = Pick<
  Profile,
  'keys' | 'accounts' | 'hosts' | 'bindings' | 'looseProofs' | 'connections' | 'bastions' | 'bindingJournal'
>

/**
 * Ids of the accounts whose instances read differently after a change of the profile: of all where keys have changed, for
 * any instance may declare one; else of those where a binding, a bastion or the account itself is another. `hosts` stands for the
 * user's own hosts.
 */
export function touchedAccounts(before: Known, after: Known): Set<string> {
  const idsOf = ({ accounts, hosts }: Known) => [
    ...accounts.map(({ id }) => id),
    ...hosts.slice(0, 1).map(() => HOSTS_ACCOUNT),
  ]
  if (!isDeepStrictEqual(before.keys, after.keys)) return new Set([...idsOf(before), ...idsOf(after)])
  const bound = [
    ...differing(before.bindings, after.bindings),
    ...differing(before.looseProofs, after.looseProofs),
    ...differing(before.connections, after.connections),
    ...differing(before.bindingJournal, after.bindingJournal),
  ]
  return new Set([
    ...differing(before.accounts, after.accounts).map(({ id }) => id),
    ...differing(before.bastions, after.bastions).map(({ accountId }) => accountId),
    ...differing(before.hosts, after.hosts).map(() => HOSTS_ACCOUNT),
    ...bound.flatMap(({ instanceId }) => parseInstanceId(instanceId)?.accountId ?? []),
  ])
}

/** Those that are in one of the two only. */
function differing<T>(before: T[], after: T[]): T[] {
  const texts = (records: T[]) => new Set(records.map((record) => JSON.stringify(record)))
  const [was, is] = [texts(before), texts(after)]
  const missingIn = (other: Set<string>) => (record: T) => !other.has(JSON.stringify(record))
  return [...before.filter(missingIn(is)), ...after.filter(missingIn(was))]
}

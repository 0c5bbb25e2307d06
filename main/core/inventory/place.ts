import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Profile } from '../profile.js'
import { parseInstanceId } from './instance-view.js'

/** Whether what the instance belongs to is still in the profile: its account, or the host that the user has entered. */
export function hasPlace(
  { accounts, hosts }: Pick<Profile, 'accounts' | 'hosts'>,
  instanceId: string,
): boolean {
  const parts = parseInstanceId(instanceId)
  if (parts === null) return false
  const { accountId, cloudId } = parts
  if (accountId === HOSTS_ACCOUNT) return hosts.some(({ id }) => id === cloudId)
  return accounts.some(({ id, phase }) => id === accountId && phase === 'stored')
}

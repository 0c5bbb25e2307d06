import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { Route } from '../../../contract/route.js'
import { connectionOf } from '../connection/connection-of.js'
import type { BastionRecord, Profile } from '../profile.js'

/** What of an instance decides how it is reached. */
export type Placed = Pick<Instance, 'id' | 'accountId' | 'zone' | 'ssh'>

type Told = Pick<Profile, 'connections' | 'bastions'>

/** The bastion that the account has for an instance; null for none. It is none for itself. */
export function bastionFor({ id, accountId, zone, ssh }: Placed, { bastions }: Told): BastionRecord | null {
  const ofAccount = bastions.filter((one) => one.accountId === accountId)
  const found = ofAccount.find((one) => one.zone === zone) ?? ofAccount.find((one) => one.zone === null)
  if (found === undefined || found.instanceId === id) return null
  return found.alsoPublic || !ssh.some(isPublic) ? found : null
}

export const isPublic = ({ via }: SshAddress) => via !== 'private'

/** The instance before it, where the profile alone tells: not that of a ProxyJump. */
function lastJump(place: Placed, profile: Told): string | null {
  const { route }: { route: Route } = connectionOf(profile, place.id)
  if (route.via === 'jumps') return route.jumps.at(-1) ?? null
  return route.via === 'direct' ? null : (bastionFor(place, profile)?.instanceId ?? null)
}

/**
 * Where SSH is tried, best first: from another instance of the account its private address, for which its bastion is there
 * and its security group is often open to.
 */
export function addressesFrom(place: Placed, profile: Told): SshAddress[] {
  const { ssh, accountId } = place
  if (ssh.every(isPublic) || lastJump(place, profile)?.startsWith(`${accountId}/`) !== true) return ssh
  return [...ssh.filter((one) => !isPublic(one)), ...ssh.filter(isPublic)]
}

import type { Instance } from '../../../contract/instances.js'
import { connectionOf } from '../connection/connection-of.js'
import type { Profile } from '../profile.js'
import { findJump, jumpNames } from './jump-names.js'
import { bastionFor } from './route.js'

/** What stands between this computer and an instance, as it is set; the instances may be gone. */
export type SetJumps =
  | { from: 'chosen' | 'bastion' | 'straight'; jumps: string[] }
  /** As it stands in the ProxyJump of the user's own host. */
  | { from: 'config'; jump: string }

/** Whose word on the way to an instance counts (docs/decisions/0027-ways-through.md). */
export function setJumps(instance: Instance, profile: Pick<Profile, 'connections' | 'bastions'>): SetJumps {
  const { route } = connectionOf(profile, instance.id)
  if (route.via === 'direct') return { from: 'chosen', jumps: [] }
  if (route.via === 'jumps') return { from: 'chosen', jumps: route.jumps }
  const jump = instance.ownHost?.jump ?? null
  if (jump !== null && !/^none$/i.test(jump)) return { from: 'config', jump }
  const bastion = bastionFor(instance, profile)
  return bastion === null ? { from: 'straight', jumps: [] } : { from: 'bastion', jumps: [bastion.instanceId] }
}

/** Names of the others that can't be connected to without those of which `is` is true: they are jump hosts of theirs. */
export function reachedThrough(
  is: (instance: Instance) => boolean,
  all: readonly Instance[],
  profile: Pick<Profile, 'connections' | 'bastions'>,
): string[] {
  const ids = new Set(all.filter(is).map(({ id }) => id))
  const leads = (instance: Instance): boolean => {
    const set = setJumps(instance, profile)
    if (set.from !== 'config') return set.jumps.some((id) => ids.has(id))
    return (jumpNames(set.jump) ?? []).some((name) => ids.has(findJump(name, all)?.id ?? ''))
  }
  return all.filter((one) => !ids.has(one.id) && one.state !== 'gone' && leads(one)).map(({ name }) => name)
}

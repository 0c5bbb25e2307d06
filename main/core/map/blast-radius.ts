import type { WayLeft } from '../../../contract/keys.js'
import { isExpired, isOpen } from '../authorized-keys/expiry.js'
import { stateOf } from '../keys/key-pair.js'
import { type Graph, type InstanceNode, type KeyNode, nameOf, stillProven, type TrustEdge } from './graph.js'

/** An instance that trusts a key which is to go, in whatever grade, and what opens it afterwards. */
export interface HitPlace {
  trust: TrustEdge
  left: WayLeft
  /** Names of the vault's other keys that are said or seen to be there, and that no login has proven. */
  unproven: string[]
}

/**
 * What stops working when the keys of these ids (of the map, which are the vault's for its key pairs) go together: by id the
 * instances that trust each, those without a proven way in first. A way in is proven where a login with another key of the
 * vault succeeded, whose private half is there and which stays, and the user's authorized_keys was not seen since without that
 * key, nor with it in lines alone that have expired at `now`. What is only said or seen is none.
 */
export function blastRadius(graph: Graph, going: ReadonlySet<string>, now: number): Map<string, HitPlace[]> {
  const hit = new Map([...going].map((id): [string, HitPlace[]] => [id, []]))
  for (const instance of graph.instances) {
    const trusts = graph.trustsOf(instance).filter((trust) => !hasLapsed(trust, now))
    const others = trusts.filter(({ key }) => canLogIn(key) && !going.has(key.id))
    const proven = others.some((trust) => isProvenStill(trust, instance, now))
    const unproven = others
      .filter((trust) => !isProvenStill(trust, instance, now) && mayOpen(trust, now))
      .map(({ key }) => nameOf(key))
    const left = proven ? 'proven' : unproven.length > 0 ? 'not-proven' : 'nothing'
    for (const trust of trusts) hit.get(trust.key.id)?.push({ trust, left, unproven })
  }
  for (const places of hit.values()) places.sort(byGravity)
  return hit
}

const gravity: WayLeft[] = ['nothing', 'not-proven', 'proven']

function byGravity(one: HitPlace, other: HitPlace): number {
  const graver = gravity.indexOf(one.left) - gravity.indexOf(other.left)
  return graver || one.trust.instance.name.localeCompare(other.trust.instance.name, 'en', { numeric: true })
}

/** Its private half is in the vault, and may be used. */
function canLogIn({ record }: KeyNode): boolean {
  return record !== null && record.phase === 'stored' && record.hasPrivate && stateOf(record) !== 'bin'
}

/**
 * Whether a login with it succeeded, the cloud did not replace it since, and no reading since found that user's files
 * without a line that opens.
 */
function isProvenStill(trust: TrustEdge, { files }: InstanceNode, now: number): boolean {
  return stillProven(trust).some(({ user, at }) => {
    const lines = trust.observed.filter(({ file }) => file.user === user)
    if (lines.length > 0) return lines.some(({ line }) => isOpen(line.options, now))
    return !files.some((file) => file.user === user && file.at > at)
  })
}

/** Whether anything says that it opens but lines whose time is over, or may be. */
function mayOpen({ declared, proven, observed }: TrustEdge, now: number): boolean {
  if (observed.some(({ line }) => isOpen(line.options, now))) return true
  return declared.length > 0 || (observed.length === 0 && proven.length > 0)
}

/** Whether it opens nothing any more: all that is known of it are lines whose time is over, and logins from before. */
function hasLapsed({ declared, proven, observed }: TrustEdge, now: number): boolean {
  if (declared.length > 0 || observed.length === 0) return false
  const isOver = observed.every(({ line }) => isExpired(line.options, now))
  return isOver && proven.every(({ user }) => observed.some(({ file }) => file.user === user))
}

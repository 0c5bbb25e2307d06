import type { KeyRadius, RadiusPlace } from '../../../../contract/keys.js'
import { numberText, plural, say } from '../../../../contract/words/say.js'
import { days } from '../expiry.js'

const NAMED = 5

/** "web-1, web-2 and db"; of many some are named and the rest is counted. */
export function namedInstances(places: Pick<RadiusPlace, 'instanceName'>[]): string {
  const names = places.map(({ instanceName }) => instanceName)
  const more = names.length - NAMED
  const list = more > 0 ? [...names.slice(0, NAMED), say`${numberText(more)} more`] : names
  return list.length < 2 ? (list[0] ?? '') : say`${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
}

/** Instances to which no other key is proven to lead; none for a key that opens nothing itself. */
export function lostPlaces({ logsIn, instances }: KeyRadius): RadiusPlace[] {
  return logsIn ? instances.filter(({ left }) => left !== 'proven') : []
}

/** Why a key pair is not deleted when its days in the bin are over; null where it is. */
export function keptInBin({ instances }: Pick<KeyRadius, 'instances'>): string | null {
  const last = onlyWayInto(instances)
  if (last.length === 0) return null
  return say`No other key pair is proven to open ${namedInstances(last)}: it stays here, also when its days are over, until another is, or you delete it for good.`
}

/** Where a login with it succeeded, and no other key is proven to open. */
function onlyWayInto(instances: RadiusPlace[]): RadiusPlace[] {
  return instances.filter(({ provenAt, left }) => provenAt !== null && left !== 'proven')
}

/** Whether anything is known of it outside the vault. */
export function isAnywhere({ accounts, instances, sessions }: KeyRadius): boolean {
  return accounts.length + instances.length + sessions > 0
}

/** What stops working when a key pair goes into the bin, gravest first. `binDays`: how long it can be brought back. */
export function binConsequences(radius: KeyRadius, binDays: number): string[] {
  const { logsIn, instances, sessions } = radius
  const lost = lostPlaces(radius)
  const proven = logsIn ? instances.filter(({ provenAt }) => provenAt !== null) : []
  return [
    ...(lost.length === 0 ? [] : [lostSentence(lost, instances.length)]),
    ...(proven.length === 0
      ? []
      : [say`Latchkey can no longer connect to ${namedInstances(proven)} with it.`]),
    ...(sessions === 0 ? [] : [say`${sessionsText(sessions)} until closed.`]),
    ...stays(radius),
    say`It can be restored for ${days(binDays)}. ${afterThat(radius)}`,
  ]
}

/** The typed name lets it go into the bin, and deletes nothing: the bin keeps what alone is proven to open an instance. */
function afterThat({ logsIn, instances }: KeyRadius): string {
  const last = logsIn ? onlyWayInto(instances) : []
  if (last.length === 0) return say`After that it is gone for good.`
  return say`After that it stays in the bin until another key pair is proven to open ${namedInstances(last)}, or you delete it for good there.`
}

function lostSentence(lost: RadiusPlace[], all: number): string {
  const count =
    all === 1
      ? say`The one instance that trusts it`
      : say`${numberText(lost.length)} of ${numberText(all)} instances that trust it`
  return say`${count} would be left without a proven way in: ${namedInstances(lost)}.`
}

function stays({ accounts, instances }: KeyRadius): string[] {
  const names = [...new Set(accounts.map(({ accountName }) => accountName))]
  const where = namedInstances(names.map((instanceName) => ({ instanceName })))
  const onDisk = instances.length > 0 ? [say`on the instances`] : []
  const places = [...(names.length === 0 ? [] : [say`on ${where}`]), ...onDisk].join(' and ')
  if (places === '') return []
  return [say`Its public half stays ${places}: whoever has a copy of the private key goes on using it.`]
}

function sessionsText(count: number): string {
  return say`${plural(count, '# open session goes on', '# open sessions go on')}`
}

/** What opens an instance afterwards. */
export function leftWords({ left, unproven }: Pick<RadiusPlace, 'left' | 'unproven'>): string {
  if (left === 'proven') return say`another key opens it`
  if (left === 'nothing') return say`no other key is known`
  const [first, ...more] = unproven
  return more.length > 0 ? say`${first} and ${more.length} more not proven` : say`${first} not proven`
}

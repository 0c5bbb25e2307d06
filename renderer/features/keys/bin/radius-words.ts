import type { KeyRadius, RadiusPlace } from '../../../../contract/keys.js'
import { days } from '../expiry.js'

const NAMED = 5

/** "web-1, web-2 and db"; of many some are named and the rest is counted. */
export function namedInstances(places: Pick<RadiusPlace, 'instanceName'>[]): string {
  const names = places.map(({ instanceName }) => instanceName)
  const more = names.length - NAMED
  const list = more > 0 ? [...names.slice(0, NAMED), `${more.toLocaleString('en')} more`] : names
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`
}

/** Instances to which no other key is proven to lead; none for a key that opens nothing itself. */
export function lostPlaces({ logsIn, instances }: KeyRadius): RadiusPlace[] {
  return logsIn ? instances.filter(({ left }) => left !== 'proven') : []
}

/** Why a key pair is not deleted when its days in the bin are over; null where it is. */
export function keptInBin({ instances }: Pick<KeyRadius, 'instances'>): string | null {
  const last = onlyWayInto(instances)
  if (last.length === 0) return null
  return `No other key pair is proven to open ${namedInstances(last)}: it stays here, also when its days are over, until another is, or you delete it for good.`
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
    ...(proven.length === 0 ? [] : [`Latchkey can no longer connect to ${namedInstances(proven)} with it.`]),
    ...(sessions === 0 ? [] : [`${sessionsText(sessions)} until closed.`]),
    ...stays(radius),
    `It can be restored for ${days(binDays)}. ${afterThat(radius)}`,
  ]
}

/** The typed name lets it go into the bin, and deletes nothing: the bin keeps what alone is proven to open an instance. */
function afterThat({ logsIn, instances }: KeyRadius): string {
  const last = logsIn ? onlyWayInto(instances) : []
  if (last.length === 0) return 'After that it is gone for good.'
  return `After that it stays in the bin until another key pair is proven to open ${namedInstances(last)}, or you delete it for good there.`
}

function lostSentence(lost: RadiusPlace[], all: number): string {
  const count =
    all === 1
      ? 'The one instance that trusts it'
      : `${lost.length.toLocaleString('en')} of ${all.toLocaleString('en')} instances that trust it`
  return `${count} would be left without a proven way in: ${namedInstances(lost)}.`
}

function stays({ accounts, instances }: KeyRadius): string[] {
  const names = [...new Set(accounts.map(({ accountName }) => accountName))]
  const where = namedInstances(names.map((instanceName) => ({ instanceName })))
  const onDisk = instances.length > 0 ? ['on the instances'] : []
  const places = [...(names.length === 0 ? [] : [`on ${where}`]), ...onDisk].join(' and ')
  if (places === '') return []
  return [`Its public half stays ${places}: whoever has a copy of the private key goes on using it.`]
}

function sessionsText(count: number): string {
  return count === 1 ? '1 open session goes on' : `${count} open sessions go on`
}

/** What opens an instance afterwards. */
export function leftWords({ left, unproven }: Pick<RadiusPlace, 'left' | 'unproven'>): string {
  if (left === 'proven') return 'another key opens it'
  if (left === 'nothing') return 'no other key is known'
  const [first, ...more] = unproven
  return `${first}${more.length > 0 ? ` and ${more.length} more` : ''} not proven`
}

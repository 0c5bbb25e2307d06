import type { KeyUsage } from '../../../../contract/keys.js'
import { days } from '../expiry.js'

const NAMED = 5

/** Whether anything stops working without the key pair. */
export function isUsed({ bindings, declared, sessions }: KeyUsage): boolean {
  return bindings.length + declared.length + sessions > 0
}

/** What stops working when a key pair goes into the bin, gravest first. `binDays`: how long it can be brought back. */
export function binConsequences(usage: KeyUsage, binDays: number): string[] {
  const bound = named(usage.bindings.map(({ instanceName }) => instanceName))
  const boundIds = new Set(usage.bindings.map(({ instanceId }) => instanceId))
  const others = named(
    usage.declared.flatMap(({ instanceId, instanceName }) =>
      boundIds.has(instanceId) ? [] : [instanceName],
    ),
  )
  return [
    ...(bound === '' ? [] : [`Latchkey can no longer connect to ${bound} with it.`]),
    ...(others === '' ? [] : [`The cloud lists it for ${others}: other programs go on using it there.`]),
    ...(usage.sessions === 0 ? [] : [`${sessionsText(usage.sessions)} until closed.`]),
    `It can be restored for ${days(binDays)}. After that it is gone for good.`,
  ]
}

/** What is lost when a key pair is deleted for good. `copies`: how many copies of the profile there are. */
export function deleteConsequences(name: string, hasPrivate: boolean, copies: number): string[] {
  const first = hasPrivate
    ? `The private key ${name} is gone for good.`
    : `The public key ${name} is gone from this vault.`
  const old =
    copies === 1
      ? 'The copy of the profile in the settings'
      : `The ${copies} copies of the profile in the settings`
  return [
    first,
    ...(hasPrivate && copies > 0 ? [`${old} may still hold it, encrypted, until deleted.`] : []),
    'Public halves in your accounts and on servers stay where they are.',
  ]
}

function sessionsText(count: number): string {
  return count === 1 ? '1 open session goes on' : `${count} open sessions go on`
}

function named(names: string[]): string {
  const unique = [...new Set(names)]
  const more = unique.length - NAMED
  const list = unique.slice(0, NAMED).join(', ')
  return more > 0 ? `${list} and ${more} more` : list
}

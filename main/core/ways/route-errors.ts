import type { Instance } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'

const CHOOSE = told`choose under Connection what to go through`

const unusable = (message: string, advice: string, hop?: Pick<Instance, 'id' | 'name'>) =>
  new LatchkeyError('ssh-route-unusable', message, {
    advice,
    ...(hop && { hop: { instanceId: hop.id, name: hop.name } }),
  })

/** `names`: the instances in the order in which each needs the next; the last is the first again. */
export function goesInCircles(names: string[]): LatchkeyError {
  const [first = '', ...others] = names
  return unusable(
    `The way to ${first} goes in circles: ${[first, ...others].join(' → ')}.`,
    'Change under Connection, or for the bastion under Accounts, what one of them is reached through.',
  )
}

export function tooLong(name: string, most: number): LatchkeyError {
  return unusable(
    `The way to ${name} goes through more than ${most} hosts.`,
    `To make it shorter, ${CHOOSE}.`,
  )
}

export function bastionGone(name: string): LatchkeyError {
  return unusable(
    `${name} is reached through a bastion of its account that is no longer among the instances.`,
    `Choose another bastion under Accounts, or ${CHOOSE}.`,
  )
}

export function jumpGone(name: string): LatchkeyError {
  return unusable(`${name} is reached through an instance that is no longer there.`, `To go on, ${CHOOSE}.`)
}

/** `missing`: as it stands in the ProxyJump. */
export function jumpUnknown(name: string, jump: string, missing: string): LatchkeyError {
  const all = missing === jump ? '' : ` (${jump})`
  return unusable(
    `${name} is reached through ${missing}${all}, which is none of your hosts and instances.`,
    `Add ${missing} under Instances, or ${CHOOSE}; straight if this computer reaches it by itself.`,
  )
}

export function jumpIsCommand(name: string, jump: string): LatchkeyError {
  return unusable(
    `${name} is reached through ${jump}, and Latchkey runs no commands for that.`,
    `To connect, ${CHOOSE}; straight if this computer reaches it by itself.`,
  )
}

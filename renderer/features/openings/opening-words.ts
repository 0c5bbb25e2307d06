import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { Opening } from '../../../contract/openings.js'
import { say } from '../../../contract/words/say.js'
import { isAt } from './known-places.js'

type Ssh = Extract<Opening, { kind: 'ssh' }>

const leftOutWords: Record<Ssh['leftOut'][number], string> = {
  password: say`The link has a password in it, which was thrown away: a link is no place for one, and whoever saw it knows it.`,
  parameters: say`The link has parameters after the user, which are not used. The host key is checked as always.`,
}

/** What should make one think twice about a link. */
export function linkWarnings({ host, leftOut }: Pick<Ssh, 'host' | 'leftOut'>): string[] {
  const foreign = host.split('.').some((label) => label.startsWith('xn--'))
  return [
    ...leftOut.map((part) => leftOutWords[part]),
    ...(foreign
      ? [say`The name of the host has letters that may look like others. It is shown here as it really is.`]
      : []),
  ]
}

/** Networks of several clouds use the same private addresses. */
export function severalWarnings(count: number): string[] {
  return count > 1
    ? [say`${count} of your instances and hosts have this address: choose the one that is meant.`]
    : []
}

export function userWarnings(
  { name, user }: Pick<Instance, 'name' | 'user'>,
  link: Pick<Ssh, 'user'>,
): string[] {
  return link.user === null || link.user === user
    ? []
    : [say`The link logs in as ${link.user}; the login user of ${name} is ${user}.`]
}

/** Where Latchkey connects to, if that is another address of the instance than the link's. */
export function reachedElsewhere(
  { ssh }: Pick<Instance, 'ssh'>,
  place: Pick<Ssh, 'host' | 'port'>,
): SshAddress | undefined {
  const [best] = ssh
  return best === undefined || isAt(best, place) ? undefined : best
}

/** Why no instance has the id of a link. */
export function whyNotHere(instanceId: string, accounts: readonly { id: string; name: string }[]): string {
  const account = accounts.find(({ id }) => instanceId.startsWith(`${id}/`))
  if (account !== undefined)
    return say`${account.name} has no such instance: it was deleted, or is newer than what was read last. Refresh under Instances, then open the link again.`
  return say`No account and no host of this Latchkey has it. Such a link works in the Latchkey that it was copied from, and where its backup was restored.`
}

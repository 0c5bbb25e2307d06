import type { Instance, InstanceState, SshAddress } from '../../../contract/instances.js'
import { say, sayAs } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'

const tones: Record<InstanceState, Tone> = {
  running: 'ok',
  stopped: 'idle',
  starting: 'busy',
  stopping: 'busy',
  changing: 'busy',
  error: 'danger',
  gone: 'danger',
  unknown: 'warn',
}

/** The dot beside an instance's state. */
export function stateTone(state: InstanceState): Tone {
  return tones[state]
}

const states: Record<InstanceState, string> = {
  running: sayAs('instance')`running`,
  stopped: sayAs('instance')`stopped`,
  starting: sayAs('instance')`starting`,
  stopping: sayAs('instance')`stopping`,
  changing: sayAs('instance')`changing`,
  error: sayAs('instance')`error`,
  gone: sayAs('instance')`gone`,
  unknown: sayAs('instance')`unknown`,
}

/** What an instance does, in a word. */
export const stateWord = (state: InstanceState): string => states[state]

const ways: Record<SshAddress['via'], string> = {
  public: say`public address`,
  'static-nat': say`public address (static NAT)`,
  'port-forward': say`port forwarding`,
  private: say`private address: reachable only from its network`,
  given: say`as it was entered`,
}

/** How an SSH address is reached. */
export function viaWords(via: SshAddress['via']): string {
  return ways[via]
}

/** `host:port`, with brackets round IPv6; the port only where it isn't 22. */
export function sshText({ host, port }: Pick<SshAddress, 'host' | 'port'>): string {
  return port === 22 ? host : `${bracketed(host)}:${port}`
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** The address of a row: the best for SSH, its port where it isn't 22, how many others there are; null for none. */
export function addressParts({
  ssh,
  addresses,
}: Pick<Instance, 'ssh' | 'addresses'>): { host: string; port: string; more: number } | null {
  const [best] = ssh
  const host = best?.host ?? addresses[0]
  if (host === undefined) return null
  const more = addresses.filter((address) => address !== host).length
  if (best === undefined || best.port === 22) return { host, port: '', more }
  return { host: bracketed(host), port: `:${best.port}`, more }
}

/** The login users to choose from: all known ones beside one of them, else those that what is typed may become. */
export function usersOffered(known: string[], typed: string): string[] {
  const users = [...new Set(known)]
  return users.includes(typed) ? users : users.filter((user) => user.startsWith(typed))
}

/** What the main button of an instance does, or why there is nothing to do. */
export type Action = { kind: 'connect' } | { kind: 'bind' } | { kind: 'none'; reason: string }

/** Connect where a key is bound, or another way in chosen, and there is a way in; else bind, unless its account is disabled; else the reason for neither. */
export function mainAction(
  instance: Pick<Instance, 'name' | 'state' | 'boundKeyId' | 'otherWayIn' | 'ssh'>,
  disabled = false,
): Action {
  const { name, state, boundKeyId, otherWayIn, ssh } = instance
  const hasNoWay = boundKeyId === null && otherWayIn === undefined
  if (state === 'gone') return { kind: 'none', reason: say`${name} no longer exists in the cloud.` }
  if (ssh.length === 0)
    return { kind: 'none', reason: say`${name} has no address that SSH could be tried on.` }
  if (hasNoWay && disabled)
    return { kind: 'none', reason: say`Its account is disabled: enable it under Accounts to bind a key.` }
  if (hasNoWay) return { kind: 'bind' }
  if (state === 'stopped') return { kind: 'none', reason: say`${name} is stopped.` }
  return { kind: 'connect' }
}

/** How far the key of an instance is to be trusted: said by the cloud, or seen to work. */
export interface KeyTrust {
  /** `said`: the user says that it opens the instance, and nobody else does. */
  grade: 'declared' | 'said' | 'proven'
  name: string
  /** When the login succeeded, ISO 8601; only with `proven`. */
  at?: string
  /** The key that Connect uses. */
  bound: boolean
}

const grades: Record<KeyTrust['grade'], string> = {
  declared: say`declared`,
  said: say`unproven`,
  proven: say`proven`,
}

/** The same in a word. */
export const gradeWord = (grade: KeyTrust['grade']): string => grades[grade]

/** The key that a row shows: the bound one first, else one that was proven, else what the cloud says; null for none. */
export function keyTrust(
  { boundKeyId, proven, declared }: Pick<Instance, 'boundKeyId' | 'proven' | 'declared'>,
  nameOf: (keyId: string) => string | undefined,
): KeyTrust | null {
  const proof = proven.find(
    ({ keyId, outdatedAt }) => outdatedAt === undefined && (boundKeyId === null || keyId === boundKeyId),
  )
  const bound = boundKeyId !== null
  if (proof !== undefined) {
    return { grade: 'proven', name: nameOf(proof.keyId) ?? say`a deleted key`, at: proof.at, bound }
  }
  if (boundKeyId !== null) {
    const grade = declared.some(({ keyId }) => keyId === boundKeyId) ? 'declared' : 'said'
    return { grade, name: nameOf(boundKeyId) ?? say`a deleted key`, bound }
  }
  const [said] = declared
  return said === undefined ? null : { grade: 'declared', name: said.cloudName, bound }
}

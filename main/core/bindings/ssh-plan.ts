import type { BindPlan, BindStepName, BindWay, KeyOptions, SshLogin } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import type { OnExisting } from '../authorized-keys/edit.js'
import { formatOptions } from '../authorized-keys/options.js'
import { LatchkeyError } from '../lib/error.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'
import { privateOnly } from './plan.js'

/** What the user has chosen about a binding over SSH. */
export interface SshBindOrder {
  login: SshLogin
  options: KeyOptions
  onExisting: OnExisting
}

export interface SshPlanOrder extends SshBindOrder {
  id: string
  key: KeyRecord
  /** Of the key that logs in; null for another way in. */
  loginKeyName: string | null
  /** Whose authorized_keys takes the key, and who logs in with it. */
  user: string
  ways: BindWay[]
}

/**
 * What a binding over SSH would do, as steps and as sentences. Changes nothing and asks nobody. Throws `input-invalid`
 * for options that no line can have.
 */
export function makeSshPlan(order: SshPlanOrder, instance: Instance): BindPlan {
  const { id, key, login, user, ways } = order
  formatOptions(order.options)
  return {
    id,
    action: 'bind',
    keyId: key.id,
    instanceId: instance.id,
    by: 'ssh',
    ways,
    login,
    way: 'authorized_keys over SSH',
    consequences: consequences(order, instance),
    warnings: warnings(order, instance),
    steps: steps(order, instance),
    stopsInstance: false,
    replaces: [],
    verb: 'Bind',
    user,
  }
}

/** Throws unless SSH can be tried there. */
export function requireReachable({ name, state, ssh }: Instance): void {
  if (state !== 'running')
    throw new LatchkeyError('ssh-unreachable', `${name} is not running, so nobody can log in to it.`, {
      advice: 'Start it, then bind.',
      retryable: true,
    })
  if (ssh.length === 0)
    throw new LatchkeyError('instance-no-address', `${name} has no address for SSH.`, {
      advice: 'Give it a public address or a port forward in the cloud, then refresh.',
    })
}

/** What a plan depends on, in one line. */
export function sshSituationOf({ state, ssh }: Instance): string {
  return JSON.stringify([state, ssh[0]])
}

/** The likeliest way in: a key that was proven, that is bound, that the cloud declares; else a password. */
export function proposeLogin({ proven, boundKeyId, declared }: Instance, profile: Profile): SshLogin {
  const newest = [...proven].sort((a, b) => b.at.localeCompare(a.at))
  const candidates = [...newest.map(({ keyId }) => keyId), boundKeyId, ...declared.map(({ keyId }) => keyId)]
  const usable = profile.keys.filter((key) => isShown(key) && key.hasPrivate && key.binnedAt === null)
  const keyId = candidates.find((id) => usable.some((key) => key.id === id))
  return typeof keyId === 'string' ? { kind: 'key', keyId } : { kind: 'password' }
}

function steps(order: SshPlanOrder, instance: Instance): BindPlan['steps'] {
  const { key, user } = order
  const labels: [BindStepName, string][] = [
    ['login', `Log in to ${instance.name} ${withWhat(order)}`],
    ['read', `Read authorized_keys of ${user}`],
    ['write', `Add the line of ${key.name}`],
    ['prove', `Log in with ${key.name}`],
  ]
  return labels.map(([name, label]) => ({ name, label }))
}

function withWhat({ login, loginKeyName }: SshPlanOrder): string {
  if (login.kind === 'key') return `with ${loginKeyName ?? 'a key'}`
  return login.kind === 'password' ? 'with the password' : 'with your SSH agent'
}

function consequences(order: SshPlanOrder, { name }: Instance): string[] {
  const { key, user, login, options, onExisting } = order
  const by =
    login.user === undefined || login.user === user ? '' : ` (${login.user} logs in and becomes ${user})`
  const line =
    onExisting === 'replace'
      ? `The lines that ${key.name} has in authorized_keys of ${user} on ${name} are replaced by one${by}; every other line stays.`
      : `One line is added to authorized_keys of ${user} on ${name}${by}; every other line stays as it is.`
  return [
    line,
    ...optionSentences(key.name, options),
    `A fresh login with ${key.name} proves it. If that fails, the file is put back as it was.`,
    `Connect logs in to ${name} with ${key.name} from then on. ${name} goes on running.`,
  ]
}

function optionSentences(key: string, { from = [], restrict = false, lastDay }: KeyOptions): string[] {
  return [
    ...(from.length > 0 ? [`${key} opens only from ${from.join(', ')}.`] : []),
    ...(restrict ? [`${key} may open a terminal and run commands, but forward nothing.`] : []),
    ...(lastDay === undefined ? [] : [`${key} opens up to and with ${lastDay}, by the server's clock.`]),
  ]
}

function warnings({ login, options, key }: SshPlanOrder, instance: Instance): string[] {
  const { from = [] } = options
  return [
    ...privateOnly(instance),
    ...(login.kind === 'password'
      ? [`The password is given to ${instance.name} once its host key is accepted, and is not kept.`]
      : []),
    ...(from.length > 0
      ? [
          `The login that proves ${key.name} comes from this machine: if it is not among the addresses, nothing is changed.`,
        ]
      : []),
  ]
}

import type { BindPlan, BindStepName, BindWay, KeyOptions, SshLogin } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import type { OnExisting } from '../authorized-keys/edit.js'
import { formatOptions } from '../authorized-keys/options.js'
import { noAddress } from '../inventory/no-address.js'
import { newestFirst } from '../inventory/proofs.js'
import { LatchkeyError } from '../lib/error.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'
import { privateOnly } from './plan.js'

/** What the user has chosen about a binding over SSH. */
export interface SshBindOrder {
  login: SshLogin
  options: KeyOptions
  onExisting: OnExisting
  /** Further users whose files take the key. */
  alsoUsers: string[]
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
    lastWayIn: false,
  }
}

/** Throws unless SSH can be tried there. */
export function requireReachable(instance: Instance): void {
  const { name, state, ssh } = instance
  // Of a host in no cloud nobody knows it: the login tells.
  if (state !== 'running' && instance.ownHost === undefined)
    throw new LatchkeyError('ssh-unreachable', `${name} is not running, so nobody can log in to it.`, {
      advice: 'Start it first.',
      retryable: true,
    })
  if (ssh.length === 0) throw noAddress(instance)
}

/** What a plan depends on, in one line. */
export function sshSituationOf({ state, ssh }: Instance): string {
  return JSON.stringify([state, ssh[0]])
}

/**
 * The likeliest way in to the account of `user`: a key that was proven for it, that is bound, that the cloud declares; else
 * one that was proven for another user, who becomes this one; else a password.
 */
export function proposeLogin(instance: Instance, profile: Profile, user = instance.user): SshLogin {
  const { proven, boundKeyId, declared } = instance
  const proofs = newestFirst(proven)
  const own = proofs.filter((proof) => proof.user === user).map(({ keyId }) => keyId)
  const ofInstance = [boundKeyId, ...declared.map(({ keyId }) => keyId)]
  const direct = firstUsable(user === instance.user ? [...own, ...ofInstance] : own, profile)
  if (direct !== null) return direct
  for (const proof of proofs) {
    const login = firstUsable([proof.keyId], profile)
    if (login !== null) return { ...login, user: proof.user }
  }
  const entry = firstUsable(ofInstance, profile)
  return entry === null ? { kind: 'password' } : { ...entry, user: instance.user }
}

/** A login with the first of the key pairs that has its private half in the vault. */
export function firstUsable(keyIds: (string | null)[], { keys }: Profile): SshLogin | null {
  const usable = keys.filter((key) => isShown(key) && key.hasPrivate && key.binnedAt === null)
  const keyId = keyIds.find((id) => usable.some((key) => key.id === id))
  return typeof keyId === 'string' ? { kind: 'key', keyId } : null
}

function steps(order: SshPlanOrder, instance: Instance): BindPlan['steps'] {
  const { key, user, alsoUsers } = order
  const labels: [BindStepName, string][] = [
    ['login', told`Log in to ${instance.name} ${withWhat(order)}`],
    ['read', told`Read authorized_keys of ${user}`],
    ['write', told`Add the line of ${key.name}`],
    ['prove', told`Log in with ${key.name}`],
    ...(alsoUsers.length > 0
      ? [['others', told`The same for ${alsoUsers.join(', ')}`] as [BindStepName, string]]
      : []),
  ]
  return labels.map(([name, label]) => ({ name, label }))
}

/** What logs in, as the end of a sentence. */
export function withWhat({ login, loginKeyName }: Pick<SshPlanOrder, 'login' | 'loginKeyName'>): string {
  if (login.kind === 'key')
    return loginKeyName === null ? told`with a key pair` : told`with the key pair ${loginKeyName}`
  return login.kind === 'password' ? told`with the password` : told`with your SSH agent`
}

function consequences(order: SshPlanOrder, { name }: Instance): string[] {
  const { key, user, login, options, onExisting } = order
  const by = becoming(login, user)
  const line =
    onExisting === 'replace'
      ? `The lines that ${key.name} has in authorized_keys of ${user} on ${name} are replaced by one${by}; every other line stays.`
      : `One line is added to authorized_keys of ${user} on ${name}${by}; every other line stays as it is.`
  return [
    loginSentence(order, name),
    line,
    ...optionSentences(key.name, options),
    `A fresh login with ${key.name} proves it. If that fails, the file is put back as it was.`,
    ...(order.alsoUsers.length > 0
      ? [
          `Then the same is done for ${order.alsoUsers.join(', ')}: ${login.user ?? user} becomes each of them. One that fails is put back, and leaves the others alone.`,
        ]
      : []),
    `Connect logs in to ${name} with ${key.name} from then on. ${name} goes on running.`,
  ]
}

/** What opens the instance for the change, as a sentence: of many each may have its own. */
export function loginSentence(
  order: Pick<SshPlanOrder, 'login' | 'loginKeyName' | 'user'>,
  name: string,
): string {
  return `Latchkey logs in to ${name} as ${order.login.user ?? order.user} ${withWhat(order)}.`
}

/** In brackets, where another user logs in. */
export function becoming(login: SshLogin, user: string): string {
  return login.user === undefined || login.user === user
    ? ''
    : ` ${told`(${login.user} logs in and becomes ${user})`}`
}

function optionSentences(key: string, { from = [], restrict = false, lastDay }: KeyOptions): string[] {
  return [
    ...(from.length > 0 ? [`${key} opens only from ${from.join(', ')}.`] : []),
    ...(restrict ? [`${key} may open a terminal and run commands, but forward nothing.`] : []),
    ...(lastDay === undefined
      ? []
      : [`${key} opens up to the end of ${lastDay}, by the server's clock and in its time zone.`]),
  ]
}

function warnings({ login, options, key }: SshPlanOrder, instance: Instance): string[] {
  const { from = [] } = options
  return [
    ...privateOnly(instance),
    ...passwordWarning(login, instance),
    ...(from.length > 0
      ? [
          `The login that proves ${key.name} comes from this machine: if it is not among the addresses, nothing is changed.`,
        ]
      : []),
    ...(from.some(isName)
      ? [
          'Names count only where sshd looks them up (UseDNS yes in sshd_config); by default it knows addresses alone.',
        ]
      : []),
  ]
}

/** Letters beyond those of an IPv6 address. */
const isName = (pattern: string) => !pattern.includes(':') && /[a-z]/i.test(pattern)

/** Where it is given to. */
export function passwordWarning({ kind }: SshLogin, { name }: Pick<Instance, 'name'>): string[] {
  if (kind !== 'password') return []
  return [`The password is given to ${name} once its host key is accepted, and is not kept.`]
}

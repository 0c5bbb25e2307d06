import type { BindPlan, BindStepName, SshLogin } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import type { Observation } from '../inventory/observations.js'
import { newestFirst } from '../inventory/proofs.js'
import type { Profile } from '../profile.js'
import { connectGoesOn, privateOnly } from './plan.js'
import {
  becoming,
  firstUsable,
  loginSentence,
  passwordWarning,
  type SshPlanOrder,
  withWhat,
} from './ssh-plan.js'

export interface SshUnbindOrder extends Omit<SshPlanOrder, 'options' | 'onExisting' | 'alsoUsers'> {
  /** Names of the other key pairs of the vault that logins have proven to open the account, the newest first. */
  spares: string[]
  /** Whose files the key was seen in or was proven by, beside this user's. */
  otherUsers: string[]
  /** Connect uses exactly this login. */
  isBound: boolean
}

/** What taking a key away over SSH would do, as steps and as sentences. Changes nothing and asks nobody. */
export function makeSshUnbindPlan(order: SshUnbindOrder, instance: Instance): BindPlan {
  const { id, key, login, user, ways, spares } = order
  const isSpare = login.kind === 'key' && (login.keyId !== key.id || (login.user ?? user) !== user)
  const lastWayIn = spares.length === 0 && !isSpare
  return {
    ...{
      id,
      action: 'unbind',
      keyId: key.id,
      instanceId: instance.id,
      by: 'ssh',
      ways,
      login,
      user,
      lastWayIn,
    },
    way: 'authorized_keys over SSH',
    consequences: consequences(order, instance),
    warnings: warnings(order, instance, lastWayIn),
    steps: steps(order, instance),
    stopsInstance: false,
    replaces: [],
    verb: 'Unbind',
  }
}

/** The likeliest way in: another key that was proven, the key itself, one that the cloud declares; else a password. */
export function proposeUnbindLogin(
  { proven, declared }: Instance,
  { keyId, user }: { keyId: string; user: string },
  profile: Profile,
): SshLogin {
  const others = newestFirst(proven).filter((proof) => proof.keyId !== keyId && proof.user === user)
  const candidates = [...others.map((proof) => proof.keyId), keyId, ...declared.map((key) => key.keyId)]
  return firstUsable(candidates, profile) ?? { kind: 'password' }
}

/** Whose authorized_keys has the key: as a login has proven it, or as it was seen, the newest first. */
export function usersWith(
  { id, blob }: { id: string; blob: string },
  instance: Pick<Instance, 'id' | 'proven'>,
  observations: readonly Observation[],
): string[] {
  const seen = observations.filter(
    ({ instanceId, keys }) => instanceId === instance.id && keys.some((key) => key.blob === blob),
  )
  const proven = newestFirst(instance.proven).filter(({ keyId }) => keyId === id)
  return [...new Set([...proven, ...seen].map(({ user }) => user))]
}

function steps(order: SshUnbindOrder, instance: Instance): BindPlan['steps'] {
  const { key, user } = order
  const labels: [BindStepName, string][] = [
    ['login', told`Log in to ${instance.name} ${withWhat(order)}`],
    ['read', told`Read authorized_keys of ${user}`],
    ['spare', told`Prove another way in by a login`],
    ['write', told`Take every line of ${key.name} out`],
    ['prove', told`See that ${key.name} is refused and the other way in still works`],
  ]
  return labels.map(([name, label]) => ({ name, label }))
}

function consequences(order: SshUnbindOrder, { name, declared }: Instance): string[] {
  const { key, user, login, isBound } = order
  const isDeclared = declared.some(({ keyId }) => keyId === key.id)
  return [
    loginSentence(order, name),
    `Every line of ${key.name} is taken out of authorized_keys of ${user} on ${name}${becoming(login, user)}; every other line stays as it is.`,
    `Fresh logins prove that ${key.name} is refused and that another key still opens ${name}. If that fails, the file is put back as it was.`,
    ...(isBound ? [connectGoesOn(name, key.name)] : []),
    ...(isDeclared
      ? [
          `The cloud goes on declaring ${key.name} for ${name}, and may put it there again when it sets its keys.`,
        ]
      : []),
    `${name} goes on running, and sessions that are open stay open.`,
  ]
}

function warnings(order: SshUnbindOrder, instance: Instance, lastWayIn: boolean): string[] {
  const { key, login, user, otherUsers } = order
  return [
    ...(lastWayIn
      ? [
          `No other key pair of the vault was seen to open ${instance.name} as ${user}: if none does, nothing is changed.`,
        ]
      : []),
    ...(otherUsers.length > 0
      ? [`${key.name} opens ${instance.name} as ${otherUsers.join(', ')} too, and goes on doing so.`]
      : []),
    ...privateOnly(instance),
    ...passwordWarning(login, instance),
  ]
}

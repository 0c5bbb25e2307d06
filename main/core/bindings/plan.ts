import type { BindAction, BindPlan, BindStepName } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import type { WayLeft } from '../../../contract/keys.js'
import { told } from '../../../contract/words/say.js'
import type { Look } from './look.js'

export interface PlanOrder {
  id: string
  action: BindAction
  keyId: string
  keyName: string
  /** The login user that the proof tries first. */
  user: string
  /** An earlier binding of the instance was cut off after it had asked for its stop. */
  cutOffBefore: boolean
  /** Connect uses the key on this instance. */
  isBound: boolean
  /** What opens the instance without the key; null where it is not taken away. */
  left: WayLeft | null
}

/** What a bind or its opposite would do, as steps and as sentences. Changes nothing. */
export function makePlan(order: PlanOrder, look: Look): BindPlan {
  const { id, action, keyId, user } = order
  const { instance, cloudInstance, binding } = look
  const stopsInstance = binding.needsStopped && instance.state === 'running'
  return {
    id,
    action,
    keyId,
    instanceId: instance.id,
    by: 'cloud',
    ways: ['cloud', 'ssh'],
    login: null,
    way: wayOf(action, look),
    stopsInstance,
    user,
    consequences: [
      ...stopConsequences(order, look, stopsInstance),
      ...(action === 'bind'
        ? [
            ...binding.consequences(cloudInstance),
            `Connect logs in to ${instance.name} with ${order.keyName} from then on, unless the login is refused.`,
          ]
        : consequencesOfRemoval(order, look)),
    ],
    warnings: [
      ...lastWayWarning(order, look),
      ...cutOffWarning(order, look),
      ...(action === 'bind' ? [...reachWarnings(look), ...binding.warnings(cloudInstance)] : []),
    ],
    steps: stepNames(action, look, stopsInstance).map((name) => ({ name, label: label(name, order, look) })),
    replaces: cloudInstance.keyNames.filter((name) => (name !== look.cloudName) === (action === 'bind')),
    verb: verbs[action][stopsInstance ? 'stops' : 'stays'],
    lastWayIn: order.left !== null && order.left !== 'proven',
  }
}

const verbs = {
  bind: { stops: 'Stop and bind', stays: 'Bind' },
  unbind: { stops: 'Stop and unbind', stays: 'Unbind' },
}

function wayOf(action: BindAction, { binding }: Look): string {
  return action === 'bind' ? binding.label : (binding.removalLabel ?? binding.label)
}

function consequencesOfRemoval(
  { keyName, isBound }: PlanOrder,
  { cloudInstance, cloudName, binding }: Look,
): string[] {
  const { name } = cloudInstance
  return [
    ...(binding.consequencesOfRemoval?.(cloudInstance, cloudName === null ? [] : [cloudName]) ?? []),
    ...(isBound ? [connectGoesOn(name, keyName)] : []),
  ]
}

/** What becomes of Connect where it used the key that goes. */
export function connectGoesOn(instanceName: string, keyName: string): string {
  return `Connect no longer logs in to ${instanceName} with ${keyName}, but with the key that was proven last, if there is one.`
}

function stepNames(action: BindAction, look: Look, stopsInstance: boolean): BindStepName[] {
  const { instance, cloudName } = look
  if (action === 'unbind') return stopsInstance ? ['stop', 'reset', 'start'] : ['reset']
  return [
    ...(cloudName === null ? (['push'] as const) : []),
    ...(stopsInstance ? (['stop'] as const) : []),
    'reset',
    ...(stopsInstance ? (['start'] as const) : []),
    // A stopped instance takes the key at its next start, and starting it is the user's decision.
    ...(instance.state === 'running' ? (['wait', 'prove'] as const) : []),
  ]
}

function label(step: BindStepName, { action, keyName }: PlanOrder, look: Look): string {
  const { instance } = look
  const labels: Partial<Record<BindStepName, string>> = {
    push: told`Put the public key ${keyName} on the account`,
    stop: told`Stop ${instance.name}`,
    reset: wayOf(action, look),
    start: told`Start ${instance.name}`,
    wait: told`Wait until ${instance.name} answers SSH`,
    prove: told`Log in with ${keyName}`,
  }
  return labels[step] ?? ''
}

function stopConsequences(
  { action, keyName }: PlanOrder,
  { instance, cloudName }: Look,
  stops: boolean,
): string[] {
  const { name, state } = instance
  const stop = stops ? [`${name} stops for about a minute; everything that runs on it is interrupted.`] : []
  if (action === 'unbind') return [...stop, ...(state === 'stopped' ? [`${name} stays stopped.`] : [])]
  return [
    ...stop,
    ...(state === 'stopped'
      ? [`${name} stays stopped; the key takes effect and is proven at the next start.`]
      : []),
    ...(cloudName === null ? [`The public key ${keyName} is put on the account.`] : []),
  ]
}

function lastWayWarning({ left }: PlanOrder, { instance: { name } }: Look): string[] {
  if (left === null || left === 'proven') return []
  return [
    `No other key pair is proven to open ${name}. Bind another there first; else it goes only where the name of the instance is typed.`,
  ]
}

function cutOffWarning({ cutOffBefore }: PlanOrder, { instance: { name, state } }: Look): string[] {
  return cutOffBefore && state === 'stopped'
    ? [`An earlier binding of ${name} was cut off and has left it stopped; start it again first.`]
    : []
}

function reachWarnings({ instance }: Look): string[] {
  const { name, ssh } = instance
  const [address] = ssh
  return [
    ...(address === undefined ? [`${name} has no address for SSH, so the login can not be tried.`] : []),
    ...privateOnly(instance),
  ]
}

/** The warning for an instance that only its own network reaches. */
export function privateOnly({ name, ssh }: Pick<Instance, 'name' | 'ssh'>): string[] {
  if (ssh[0]?.via !== 'private') return []
  return [
    `${name} has private addresses only: the login can be tried only from inside its network or through a VPN.`,
  ]
}

import type { BindPlan, BindStepName } from '../../../contract/bindings.js'
import type { Instance } from '../../../contract/instances.js'
import type { Look } from './look.js'

export interface PlanOrder {
  id: string
  keyId: string
  keyName: string
  /** The login user that the proof tries first. */
  user: string
  /** An earlier binding of the instance was cut off after it had asked for its stop. */
  cutOffBefore: boolean
}

/** What a bind would do, as steps and as sentences. Changes nothing. */
export function makePlan(order: PlanOrder, look: Look): BindPlan {
  const { id, keyId, user } = order
  const { instance, cloudInstance, binding } = look
  const stopsInstance = binding.needsStopped && instance.state === 'running'
  return {
    id,
    keyId,
    instanceId: instance.id,
    by: 'cloud',
    ways: ['cloud', 'ssh'],
    login: null,
    way: binding.label,
    consequences: [
      ...stopConsequences(order, look, stopsInstance),
      ...binding.consequences(cloudInstance),
      `Connect logs in to ${instance.name} with ${order.keyName} from then on, unless the login is refused.`,
    ],
    warnings: [...ownWarnings(order, look), ...binding.warnings(cloudInstance)],
    steps: stepNames(look, stopsInstance).map((name) => ({ name, label: label(name, order, look) })),
    stopsInstance,
    replaces: cloudInstance.keyNames.filter((name) => name !== look.cloudName),
    verb: stopsInstance ? 'Stop and bind' : 'Bind',
    user,
  }
}

function stepNames({ instance, cloudName }: Look, stopsInstance: boolean): BindStepName[] {
  return [
    ...(cloudName === null ? (['push'] as const) : []),
    ...(stopsInstance ? (['stop'] as const) : []),
    'reset',
    ...(stopsInstance ? (['start'] as const) : []),
    // A stopped instance takes the key at its next start, and starting it is the user's decision.
    ...(instance.state === 'running' ? (['wait', 'prove'] as const) : []),
  ]
}

function label(step: BindStepName, { keyName }: PlanOrder, { instance, binding }: Look): string {
  const labels: Partial<Record<BindStepName, string>> = {
    push: `Put the public key ${keyName} on the account`,
    stop: `Stop ${instance.name}`,
    reset: binding.label,
    start: `Start ${instance.name}`,
    wait: `Wait until ${instance.name} answers SSH`,
    prove: `Log in with ${keyName}`,
  }
  return labels[step] ?? ''
}

function stopConsequences({ keyName }: PlanOrder, { instance, cloudName }: Look, stops: boolean): string[] {
  const { name, state } = instance
  return [
    ...(stops ? [`${name} stops for about a minute; everything that runs on it is interrupted.`] : []),
    ...(state === 'stopped'
      ? [`${name} stays stopped; the key takes effect and is proven at the next start.`]
      : []),
    ...(cloudName === null ? [`The public key ${keyName} is put on the account.`] : []),
  ]
}

function ownWarnings({ cutOffBefore }: PlanOrder, { instance }: Look): string[] {
  const { name, ssh, state } = instance
  const [address] = ssh
  return [
    ...(cutOffBefore && state === 'stopped'
      ? [`An earlier binding of ${name} was cut off and has left it stopped; start it again first.`]
      : []),
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

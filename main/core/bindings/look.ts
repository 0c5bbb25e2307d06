import type { Instance } from '../../../contract/instances.js'
import type { Cloud, CloudBinding, CloudInstance } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import type { AccountsService, InstancesService } from '../services.js'

/** What a binding works on, as the cloud tells it at one moment. */
export interface Look {
  instance: Instance
  cloudInstance: CloudInstance
  cloud: Cloud
  binding: CloudBinding
  /** The name under which the account has the key; null: it hasn't got it. */
  cloudName: string | null
}

export interface LookParts {
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'keys'>
}

/**
 * Asks the cloud for the instance and the account's keys. Throws `instance-not-found`, the cloud's errors, and
 * `cloud-busy` or `cloud-failed` for an instance in a state in which no key can be bound.
 */
export async function takeLook(
  keyId: string,
  instanceId: string,
  { instances, accounts }: LookParts,
  signal?: AbortSignal,
): Promise<Look> {
  return lookAt(await instances.fresh(instanceId), keyId, { accounts }, signal)
}

/** The same for an instance as the cloud has just told of it. */
export async function lookAt(
  found: Awaited<ReturnType<InstancesService['fresh']>>,
  keyId: string,
  { accounts }: Pick<LookParts, 'accounts'>,
  signal?: AbortSignal,
): Promise<Look> {
  requireSteadyState(found.instance)
  const { binding } = found.cloud
  if (binding === null) throw noWay(found.instance)
  const cloudKeys = await accounts.keys({ id: found.instance.accountId }, { signal })
  const { region } = found.cloudInstance
  const here = cloudKeys.filter((key) => key.region === null || key.region === region)
  const cloudName = here.find((key) => key.keyId === keyId)?.name ?? null
  return { ...found, binding, cloudName }
}

/** What a plan depends on, in one line: it holds as long as a look gives the same. */
export function situationOf({ cloudInstance, cloudName }: Look): string {
  return JSON.stringify([cloudInstance.state, [...cloudInstance.keyNames].sort(), cloudName])
}

function requireSteadyState({ name, state, cloudState }: Instance): void {
  if (state === 'running' || state === 'stopped') return
  if (state === 'starting' || state === 'stopping' || state === 'changing')
    throw new LatchkeyError('cloud-busy', `${name} is changing at the moment (${cloudState}).`, {
      advice: 'Wait until it is running or stopped, then bind.',
      retryable: true,
    })
  throw new LatchkeyError(
    'cloud-failed',
    `${name} is in the state ${cloudState}, in which no key can be bound.`,
    {
      advice: "Look at the instance in the cloud's own console.",
    },
  )
}

function noWay({ name }: Instance): LatchkeyError {
  return new LatchkeyError(
    'cloud-failed',
    `The cloud has no way to put a key on ${name} after it was made.`,
    {
      advice: 'Bind it over SSH instead.',
    },
  )
}

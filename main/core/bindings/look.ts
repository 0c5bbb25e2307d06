import type { Instance } from '../../../contract/instances.js'
import type { Cloud, CloudBinding, CloudInstance } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import type { AccountsService, InstancesService } from '../services.js'
import type { WaysLeftWithout } from './last-way-in.js'

/** What a binding works on, as the cloud tells it at one moment. */
export interface Look {
  instance: Instance
  cloudInstance: CloudInstance
  cloud: Cloud
  binding: CloudBinding
  /** The name under which the account has the key; null: it hasn't got it. */
  cloudName: string | null
}

/** Whom a plan or a start asks. */
export interface LookParts {
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'keys'>
  waysLeft: WaysLeftWithout
}

/**
 * Looks at an instance as the cloud has just told of it, and asks for the account's keys. Throws the cloud's errors, and
 * `cloud-busy` or `cloud-failed` for an instance in a state in which no key can be bound.
 */
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

/** The same for taking the key away. Throws also where the key is not on the instance, or the cloud would refuse. */
export async function removalLookAt(
  found: Awaited<ReturnType<InstancesService['fresh']>>,
  keyId: string,
  parts: Pick<LookParts, 'accounts'>,
  signal?: AbortSignal,
): Promise<Look> {
  if (!found.cloud.binding?.removeKeys) throw noWayBack(found.instance.name)
  const look = await lookAt(found, keyId, parts, signal)
  const { cloudInstance, cloudName, binding } = look
  if (cloudName === null || !cloudInstance.keyNames.includes(cloudName)) throw notThere(cloudInstance.name)
  const refusal = binding.refusesRemoval?.(cloudInstance, [cloudName]) ?? null
  if (refusal !== null) throw refusal
  return look
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

function notThere(instanceName: string): LatchkeyError {
  return new LatchkeyError('cloud-failed', `The cloud does not declare this key for ${instanceName}.`, {
    advice: 'There is nothing to take away by the cloud. Lines in authorized_keys are removed over SSH.',
  })
}

function noWayBack(instanceName: string): LatchkeyError {
  return new LatchkeyError('cloud-failed', `The cloud has no way to take a key away from ${instanceName}.`, {
    advice: 'Remove its line from authorized_keys on the instance.',
  })
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

import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import type { Clock } from '../../ports.js'
import type { Cloud, CloudBinding, CloudInstance, CloudTools } from '../cloud.js'
import { pause } from '../pacer.js'
import type { Client, Params } from './client.js'
import { keyNamesOf, stateOf, type VirtualMachine } from './instances.js'
import { finishJob, JobTaken } from './jobs.js'
import { takesSeveralKeys } from './version.js'

type FindMachine = (id: string, signal?: AbortSignal) => Promise<VirtualMachine | null>

interface Parts {
  client: Client
  findMachine: FindMachine
  /** The cloud's version, e.g. `4.20.1.0`. */
  version: (signal?: AbortSignal) => Promise<string>
  tools: CloudTools
}

const SETTLE_PAUSE_MS = 2_000
const SETTLE_TRIES = 150

export const BIND_LABEL = told`Reset SSH key (CloudStack)`

/** resetSSHKeyForVirtualMachine, which writes to the router's metadata; the guest fetches keys from there at boot. */
export function createBinding({
  client,
  findMachine,
  version,
  tools,
}: Parts): Pick<Cloud, 'power'> & { binding: CloudBinding } {
  /** Starts an asynchronous command and waits for its job. */
  async function run(
    command: string,
    params: Params & { id: string },
    isDone: (machine: VirtualMachine) => boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const landed = async () => isDone(await settled(findMachine, tools.clock, params.id, signal))
    const job = await client.write(command, JobTaken, params, landed, signal)
    if (job !== null) await finishJob(client, tools.clock, command, job.jobid, signal)
  }

  const power: Cloud['power'] = {
    stop: (id, signal) =>
      run('stopVirtualMachine', { id }, (machine) => stateOf(machine.state) === 'stopped', signal),
    start: (id, signal) =>
      run('startVirtualMachine', { id }, (machine) => stateOf(machine.state) === 'running', signal),
  }

  /** There is no call for it: the rest is set anew, and CloudStack sets no empty set. */
  async function removeKeys(id: string, keyNames: string[], signal?: AbortSignal): Promise<void> {
    const machine = await findMachine(id, signal)
    if (machine === null) throw instanceGone()
    const rest = keyNamesOf(machine).filter((name) => !keyNames.includes(name))
    if (rest.length === 0) throw noneLeft(machine.displayname || machine.name)
    await binding.setKeys(id, rest, signal)
  }

  const binding: CloudBinding = {
    label: BIND_LABEL,
    needsStopped: true,
    consequences,
    warnings,
    whyRefused,
    removeKeys,
    setKeysOfMany: null,
    removeKeysOfMany: null,
    consequencesOfRemoval,
    refusesRemoval: ({ name, keyNames }, removed) =>
      keyNames.every((key) => removed.includes(key)) ? noneLeft(name) : null,
    async setKeys(id, keyNames, signal) {
      const names = keyParameter(await version(signal), keyNames)
      await run(
        'resetSSHKeyForVirtualMachine',
        { id, ...names },
        (machine) => declares(machine, keyNames),
        signal,
      )
    },
  }
  return { power, binding }
}

/** The instance once no job of it is under way, for at most 5 minutes. */
async function settled(
  findMachine: FindMachine,
  clock: Clock,
  id: string,
  signal?: AbortSignal,
): Promise<VirtualMachine> {
  for (let tries = 0; tries < SETTLE_TRIES; tries++) {
    const machine = await findMachine(id, signal)
    if (machine === null) throw instanceGone()
    if (machine.jobstatus !== 0 && !isMoving(machine)) return machine
    await pause(clock, SETTLE_PAUSE_MS, signal)
  }
  throw new LatchkeyError('cloud-busy', 'The cloud has been at work on the instance for 5 minutes.', {
    advice: "Look at the instance in the cloud's own console, then try again.",
    retryable: true,
  })
}

function instanceGone(): LatchkeyError {
  return new LatchkeyError('cloud-not-found', 'The instance is gone from the cloud.')
}

function noneLeft(name: string): LatchkeyError {
  return new LatchkeyError('cloud-failed', `CloudStack can't take the last key away from ${name}.`, {
    advice: 'Bind another key in its place, or remove its line from authorized_keys over SSH.',
  })
}

function consequences({ name, keyNames }: CloudInstance): string[] {
  const replaced =
    keyNames.length > 0
      ? `CloudStack's key set of ${name} (${keyNames.join(', ')}) is replaced by the new key alone.`
      : `CloudStack declares the new key as the only one of ${name}.`
  return [
    replaced,
    `Whether keys that open ${name} now go on working depends on its image: cloud-init adds the new key and removes none, CloudStack's own cloud-set-guest-sshkey removes the line that it added last. Lines put into authorized_keys by hand stay.`,
    `CloudStack forgets the stored password of ${name}; the one set inside it stays.`,
  ]
}

function consequencesOfRemoval({ name, keyNames }: CloudInstance, removed: string[]): string[] {
  const left = keyNames.filter((key) => !removed.includes(key))
  return [
    `CloudStack's key set of ${name} becomes ${left.join(', ')} alone.`,
    `Whether ${removed.join(', ')} goes on opening ${name} depends on its image: cloud-init removes no key. Remove its line from authorized_keys to be sure.`,
    `CloudStack forgets the stored password of ${name}; the one set inside it stays.`,
  ]
}

function warnings({ name, state, cloudState }: CloudInstance): string[] {
  const refusedState =
    state === 'error' || state === 'gone'
      ? [`${name} is in the state ${cloudState}, in which CloudStack refuses to reset keys.`]
      : []
  return [
    ...refusedState,
    `Stock cloud images take keys at their first boot only: ${name} takes the new one only if its cloud-init has "- [ssh, always]" or it runs CloudStack's own cloud-set-guest-sshkey.`,
    `The network of ${name} must offer CloudStack's UserData service.`,
  ]
}

function whyRefused({ name }: CloudInstance): string {
  return (
    `${told`CloudStack offered the new key to ${name} at its start, but stock cloud images take keys at their first boot only.`} ` +
    `Log in with a key that works or on the console, and either put "- [ssh, always]" in place of "- ssh" under cloud_init_modules in /etc/cloud/cloud.cfg or add the public key to the user's authorized_keys; then bind again. If that is done already, try another login user.`
  )
}

/** `keypairs` since CloudStack 4.17, before it `keypair` with one name. */
function keyParameter(version: string, keyNames: string[]): Params {
  if (takesSeveralKeys(version)) return { keypairs: keyNames.join(',') }
  const [only, ...more] = keyNames
  if (only !== undefined && more.length === 0) return { keypair: only }
  throw new LatchkeyError(
    'cloud-failed',
    `CloudStack ${version} takes one key for an instance, not ${keyNames.length}.`,
    {
      advice: 'Bind one key.',
    },
  )
}

function declares(machine: VirtualMachine, keyNames: string[]): boolean {
  return [...keyNamesOf(machine)].sort().join() === [...keyNames].sort().join()
}

function isMoving(machine: VirtualMachine): boolean {
  return ['starting', 'stopping', 'changing'].includes(stateOf(machine.state))
}

import { z } from 'zod'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import type { Clock } from '../../ports.js'
import type { Cloud } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import { pause } from '../pacer.js'
import type { Client } from './client.js'
import type { Placed } from './instances.js'
import type { Microversions } from './microversion.js'
import type { Server } from './servers.js'

interface Parts {
  client: Client
  microversions: Microversions
  findServer(id: string, signal?: AbortSignal): Promise<Placed | null>
  clock: Clock
}

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 5_000
const TIME_LIMIT_MS = 20 * 60 * 1000
/** So often a server may be without a task and not yet where it shall be. */
const MOST_IDLE_LOOKS = 5

interface Action {
  name: 'os-start' | 'os-stop'
  verb: 'start' | 'stop'
  /** The status that it ends in. */
  status: 'ACTIVE' | 'SHUTOFF'
  task: 'powering-on' | 'powering-off'
}

const start: Action = { name: 'os-start', verb: 'start', status: 'ACTIVE', task: 'powering-on' }
const stop: Action = { name: 'os-stop', verb: 'stop', status: 'SHUTOFF', task: 'powering-off' }

/** Starting and stopping, which Nova takes at once and does later: the server's status tells when. */
export function createPower({ client, microversions, findServer, clock }: Parts): Cloud['power'] {
  async function look(id: string, signal?: AbortSignal): Promise<Placed> {
    const found = await findServer(id, signal)
    if (found === null) throw new LatchkeyError('cloud-not-found', 'The instance is gone from the cloud.')
    return found
  }

  async function run(action: Action, id: string, signal?: AbortSignal): Promise<void> {
    const { region, server } = await look(id, signal)
    if (isDone(action, server)) return
    if (server.taskState !== action.task) await order(action, region, id, signal)
    await finished(action, id, signal)
  }

  async function order(action: Action, region: string, id: string, signal?: AbortSignal): Promise<void> {
    const microversion = await microversions.usual(region, signal)
    const path = `/servers/${encodeURIComponent(id)}/action`
    const call = { service: 'compute', region, method: 'POST', path, microversion } as const
    const landed = async () => {
      const { server } = await look(id, signal)
      return server.taskState === action.task || isDone(action, server)
    }
    try {
      await client.write({ ...call, body: { [action.name]: null } }, z.unknown(), landed, signal)
    } catch (error) {
      if (!isLatchkeyError(error, 'cloud-failed') || !/vm_state/.test(error.info.detail ?? '')) throw error
      const { server } = await look(id, signal)
      if (!isDone(action, server)) throw wrongState(action, server, error)
    }
  }

  async function finished(action: Action, id: string, signal?: AbortSignal): Promise<void> {
    const end = clock.now() + TIME_LIMIT_MS
    let idle = 0
    for (
      let pauseMs = FIRST_PAUSE_MS;
      clock.now() < end;
      pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)
    ) {
      await pause(clock, pauseMs, signal)
      const { server } = await look(id, signal)
      if (isDone(action, server)) return
      if (server.status === 'ERROR' || (server.taskState === '' && ++idle > MOST_IDLE_LOOKS))
        throw notDone(action, server)
    }
    throw new CloudError('cloud-busy', `The cloud has not finished to ${action.verb} it within 20 minutes.`, {
      advice: "Look at the instance in the cloud's own console; it may still end.",
      retryable: true,
    })
  }

  return {
    start: (id, signal) => run(start, id, signal),
    stop: (id, signal) => run(stop, id, signal),
  }
}

function isDone({ status }: Action, server: Server): boolean {
  return server.status === status && server.taskState === ''
}

/** `Cannot 'start' instance … while it is in vm_state paused` */
function wrongState({ verb }: Action, { name, status }: Server, cause: LatchkeyError): CloudError {
  const { detail } = cause.info
  return new CloudError('cloud-failed', `OpenStack does not ${verb} ${name}, which is ${status}.`, {
    advice: "Bring it out of that state in the cloud's own console first.",
    ...(detail !== undefined && { detail }),
    cause,
  })
}

function notDone({ verb }: Action, { name, status, fault }: Server): CloudError {
  return new CloudError('cloud-failed', `The cloud took the order to ${verb} ${name}, but it is ${status}.`, {
    advice: "Look at the instance in the cloud's own console.",
    detail: fault,
  })
}

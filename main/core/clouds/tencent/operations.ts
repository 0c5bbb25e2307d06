import { z } from 'zod'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { Clock } from '../../ports.js'
import { CloudError } from '../cloud-error.js'
import { pause } from '../pacer.js'
import type { Client } from './client.js'
import { codeOf } from './errors.js'
import { type InstanceRecord, isSettled } from './instance-record.js'
import { chunks, type Finder } from './instances.js'

/** An action on instances that Tencent Cloud takes at once and carries out later. */
export interface Operation {
  action: string
  params: Record<string, unknown>
  /** Whether the instance is as it is to be afterwards. */
  isDone(record: InstanceRecord): boolean
}

export interface Operations {
  /** Resolves when it has ended. Throws what made it fail, `cloud-busy` if it has not ended after 15 minutes. */
  run(id: string, operation: Operation, signal?: AbortSignal): Promise<void>
  /** The same in as few calls as can be: 100 instances of a region in one. Throws `cancelled`, and what is about the account. */
  runMany(ids: string[], operation: Operation, signal?: AbortSignal): Promise<Outcomes>
}

/** What became of each instance; null: it is done. */
export type Outcomes = Map<string, LatchkeyError | null>

/** By instance: the request that began it, null where its answer was lost; and what kept the cloud from it. */
interface Begun {
  requests: Map<string, string | null>
  refused: Map<string, LatchkeyError>
}

const Taken = z.object({ RequestId: z.string() })

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000
const TIME_LIMIT_MS = 15 * 60 * 1000
/** An instance may show its operation before the last one for a moment; where no answer told the request, too. */
const POLLS_TO_TRUST = 3

const BUSY_PAUSE_MS = 3_000
const BUSY_TRIES = 20

/**
 * The calls have no job id: an instance shows its latest operation, with the id of the request that began it.
 * https://www.tencentcloud.com/document/product/213/15753#Instance
 */
export function createOperations(client: Client, finder: Finder, clock: Clock): Operations {
  /** Has the cloud begin it on instances of one region. Null where that was done, but its answer was lost. */
  async function begin(region: string, ids: string[], operation: Operation, signal?: AbortSignal) {
    const call = { action: operation.action, region, params: { InstanceIds: ids, ...operation.params } }
    const landed = () => haveLanded(ids, operation, signal)
    for (let tries = 1; ; tries++) {
      try {
        return (await client.write(call, Taken, landed, signal))?.RequestId ?? null
      } catch (error) {
        if (!isLatchkeyError(error, 'cloud-busy') || tries === BUSY_TRIES) throw error
        await pause(clock, BUSY_PAUSE_MS, signal)
      }
    }
  }

  /** An operation that was begun shows by the instances being at it, or done. */
  async function haveLanded(ids: string[], operation: Operation, signal?: AbortSignal): Promise<boolean> {
    const found = await finder.findMany(ids, signal)
    return found.every(({ record }) => {
      return operation.isDone(record) || (!isSettled(record) && record.LatestOperation === operation.action)
    })
  }

  /** The same, and where one of the instances keeps the cloud from taking the call, for each by itself. */
  async function beginEach(
    region: string,
    ids: string[],
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<Begun> {
    try {
      const request = await begin(region, ids, operation, signal)
      return { requests: new Map(ids.map((id) => [id, request])), refused: new Map() }
    } catch (error) {
      if (!isProblem(error)) throw error
      if (ids.length === 1 || !isAboutInstances(error))
        return { requests: new Map(), refused: new Map(ids.map((id) => [id, error])) }
      const all: Begun = { requests: new Map(), refused: new Map() }
      for (const id of ids) {
        const one = await beginEach(region, [id], operation, signal)
        for (const [key, request] of one.requests) all.requests.set(key, request)
        for (const [key, problem] of one.refused) all.refused.set(key, problem)
      }
      return all
    }
  }

  /** Looks at the instances until it has ended on each. */
  async function follow(requests: Begun['requests'], operation: Operation, signal?: AbortSignal) {
    const outcomes: Outcomes = new Map()
    const end = clock.now() + TIME_LIMIT_MS
    let pauseMs = FIRST_PAUSE_MS
    for (let polls = 1; outcomes.size < requests.size && clock.now() < end; polls++) {
      const open = [...requests.keys()].filter((id) => !outcomes.has(id))
      const found = await finder.findMany(open, signal)
      for (const id of open) {
        const record = found.find((one) => one.record.InstanceId === id)?.record
        const outcome = record ? outcomeOf(record, requests.get(id) ?? null, operation, polls) : gone(id)
        if (outcome !== undefined) outcomes.set(id, outcome)
      }
      if (outcomes.size < requests.size) await pause(clock, pauseMs, signal)
      pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)
    }
    for (const id of requests.keys()) if (!outcomes.has(id)) outcomes.set(id, unfinished(operation.action))
    return outcomes
  }

  /** Instances of one region, at most as many as a call takes. */
  async function inRegion(region: string, ids: string[], operation: Operation, signal?: AbortSignal) {
    const { requests, refused } = await beginEach(region, ids, operation, signal)
    const ended = await follow(requests, operation, signal).catch((error): Outcomes => {
      if (!isProblem(error)) throw error
      return new Map([...requests.keys()].map((id) => [id, error]))
    })
    return new Map([...refused, ...ended])
  }

  async function runMany(ids: string[], operation: Operation, signal?: AbortSignal): Promise<Outcomes> {
    const { found, problems } = await finder.findEach([...new Set(ids)], signal)
    const missing = ids.filter((id) => !found.some(({ record }) => record.InstanceId === id))
    const regions = [...new Set(found.map(({ region }) => region))]
    const batches = regions.flatMap((region) => {
      const here = found.filter((one) => one.region === region).map(({ record }) => record.InstanceId)
      return chunks(here).map((chunk) => inRegion(region, chunk, operation, signal))
    })
    const outcomes = await Promise.all(batches)
    return new Map([
      ...missing.map((id) => [id, problems.get(id) ?? gone(id)] as const),
      ...outcomes.flatMap((some) => [...some]),
    ])
  }

  return {
    runMany,
    async run(id, operation, signal) {
      const problem = (await runMany([id], operation, signal)).get(id)
      if (problem) throw problem
    },
  }
}

/** Undefined while it goes on. */
function outcomeOf(
  record: InstanceRecord,
  request: string | null,
  operation: Operation,
  polls: number,
): LatchkeyError | null | undefined {
  if (record.LatestOperationState === 'OPERATING') return undefined
  const isOurs = record.LatestOperationRequestId === request
  if (isOurs && record.LatestOperationState === 'FAILED') return failed(operation.action, record)
  return operation.isDone(record) && (isOurs || polls > POLLS_TO_TRUST) ? null : undefined
}

/** Whether it is what became of an instance. */
function isProblem(error: unknown): error is LatchkeyError {
  return isLatchkeyError(error) && error.code !== 'cancelled'
}

/** Whether the cloud refused all of a call for what may be true of some of its instances only. */
function isAboutInstances(error: LatchkeyError): boolean {
  const codes = ['cloud-instance-not-stopped', 'cloud-busy', 'cloud-not-found', 'cloud-failed']
  const wasRefused = codeOf(error) !== '' && !(error instanceof CloudError && error.again === 'lost')
  return wasRefused && codes.includes(error.code)
}

/** Whether Tencent Cloud refuses because the instance is in the state that was asked for. */
export function isAlreadySo(error: unknown, state: 'Stopped' | 'Running'): boolean {
  return codeOf(error) === `UnsupportedOperation.InstanceState${state}`
}

function failed(action: string, record: InstanceRecord): CloudError {
  const { LatestOperationErrorMsg: reason, LatestOperationRequestId: request } = record
  const name = record.InstanceName || record.InstanceId
  return new CloudError('cloud-failed', `Tencent Cloud began ${action} on ${name}, and it failed there.`, {
    advice: "Look at the instance in the cloud's own console, then try again.",
    detail: `${action}: ${reason || told`no reason given`} (request ${request})`,
    retryable: true,
  })
}

function gone(id: string): CloudError {
  return new CloudError('cloud-not-found', `The instance ${id} is gone from the cloud.`)
}

function unfinished(action: string): CloudError {
  return new CloudError('cloud-busy', `The cloud has not finished ${action} within 15 minutes.`, {
    advice: "Look at the instance in the cloud's own console; it may still end.",
    retryable: true,
  })
}

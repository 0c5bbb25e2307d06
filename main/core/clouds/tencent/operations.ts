import { z } from 'zod'
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
  /** The same in as few calls as can be: 100 instances of a region in one. Throws `cancelled` and wrong credentials. */
  runMany(ids: string[], operation: Operation, signal?: AbortSignal): Promise<Outcomes>
}

/** What became of each instance; null: it is done. */
export type Outcomes = Map<string, LatchkeyError | null>

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

  /** Looks at the instances until it has ended on each. */
  async function follow(ids: string[], request: string | null, operation: Operation, signal?: AbortSignal) {
    const outcomes: Outcomes = new Map()
    const end = clock.now() + TIME_LIMIT_MS
    let pauseMs = FIRST_PAUSE_MS
    for (let polls = 1; ; polls++) {
      const open = ids.filter((id) => !outcomes.has(id))
      const found = await finder.findMany(open, signal)
      for (const id of open) {
        const record = found.find((one) => one.record.InstanceId === id)?.record
        const outcome = record ? outcomeOf(record, request, operation, polls) : gone(id)
        if (outcome !== undefined) outcomes.set(id, outcome)
      }
      if (outcomes.size === ids.length) return outcomes
      if (clock.now() > end) break
      await pause(clock, pauseMs, signal)
      pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)
    }
    for (const id of ids) if (!outcomes.has(id)) outcomes.set(id, unfinished(operation.action))
    return outcomes
  }

  /** Instances of one region. Where one of them keeps the cloud from taking the call, each is tried by itself. */
  async function inRegion(region: string, ids: string[], operation: Operation, signal?: AbortSignal) {
    try {
      const request = await begin(region, ids, operation, signal)
      return await follow(ids, request, operation, signal)
    } catch (error) {
      if (!isAboutInstances(error)) throw error
      if (ids.length === 1) return new Map(ids.map((id) => [id, error]))
      const single: Outcomes[] = []
      for (const id of ids) single.push(await inRegion(region, [id], operation, signal))
      return new Map(single.flatMap((outcomes) => [...outcomes]))
    }
  }

  async function runMany(ids: string[], operation: Operation, signal?: AbortSignal): Promise<Outcomes> {
    const found = await finder.findMany([...new Set(ids)], signal)
    const missing = ids.filter((id) => !found.some(({ record }) => record.InstanceId === id))
    const regions = [...new Set(found.map(({ region }) => region))]
    const batches = regions.flatMap((region) => {
      const here = found.filter((one) => one.region === region).map(({ record }) => record.InstanceId)
      return chunks(here).map((chunk) => inRegion(region, chunk, operation, signal))
    })
    const outcomes = await Promise.all(batches)
    return new Map([
      ...missing.map((id) => [id, gone(id)] as const),
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

/** Whether others may succeed, or it may succeed for others. */
function isAboutInstances(error: unknown): error is LatchkeyError {
  if (!isLatchkeyError(error)) return false
  return ['cloud-instance-not-stopped', 'cloud-busy', 'cloud-not-found', 'cloud-failed'].includes(error.code)
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
    detail: `${action}: ${reason || 'no reason given'} (request ${request})`,
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

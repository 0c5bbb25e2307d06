import type { ErrorInfo } from '../../../contract/errors.js'
import { told } from '../../../contract/words/say.js'
import type { Cloud } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import { ownTurn } from '../lib/own-turn.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log } from '../ports.js'
import { withFirstSeen } from './first-seen.js'
import type { AccountInventory, InventoryCache } from './inventory-cache.js'
import { type Reading, readCloud, withLastKnown } from './lost-regions.js'

interface Parts {
  cache: InventoryCache
  clock: Clock
  log: Log
  openCloud(accountId: string): Promise<Cloud>
  /** For one account's whole reading. */
  timeLimitMs: number
}

export interface AccountRefresh {
  /**
   * Reads the account into the cache. What went wrong is its problem; thrown is only the reason of the signal, of which nobody
   * else who waits for the same reading hears. With the last of them the reading ends: what was known stays.
   */
  refresh(accountId: string, signal?: AbortSignal): Promise<void>
  /** Why the last reading failed; undefined if it didn't. */
  problem(accountId: string): ErrorInfo | undefined
  /** The regions that the last reading lacks, and why, by region. */
  lostRegions(accountId: string): Map<string, ErrorInfo>
}

/** One for all who wait for it. */
interface UnderWay {
  done: Promise<void>
  waiting: number
  stop: AbortController
}

/** Reads accounts into the cache, each at most once at a time. */
export function createAccountRefresh({ cache, clock, log, openCloud, timeLimitMs }: Parts): AccountRefresh {
  const problems = new Map<string, ErrorInfo>()
  const lost = new Map<string, Map<string, ErrorInfo>>()
  const underWay = new Map<string, UnderWay>()

  async function read(accountId: string, stop: AbortSignal): Promise<void> {
    try {
      await ownTurn() // of many accounts, the first one's requests are on their way while the next one's are made
      const accounts = await cache.accounts()
      const { keys: keysAtStart, instances } = accounts.get(accountId) ?? {}
      const atStart = new Map(instances)
      const reading = await readAccount(await openCloud(accountId), timeLimitMs, stop)
      stop.throwIfAborted()
      const before = accounts.get(accountId)
      const readAt = new Date(clock.now()).toISOString()
      const known = withLastKnown(reading, before)
      // A list that somebody else asked for meanwhile may be the newer one.
      const isNewer = before !== undefined && before.keys !== keysAtStart
      const keys = isNewer ? before.keys : withFirstSeen(known.keys, before?.keys ?? [], readAt)
      if (before !== undefined) keepLooks(known.instances, atStart, before.instances)
      await cache.keep(accountId, { ...known, keys, readAt })
      lost.set(accountId, new Map([...reading.lostKeys, ...reading.lostInstances]))
      problems.delete(accountId)
    } catch (error) {
      if (stop.aborted) return
      lost.delete(accountId)
      problems.set(accountId, problemOf(error, 'inventory.incident', log))
    }
  }

  function begin(accountId: string): UnderWay {
    const stop = new AbortController()
    const begun: UnderWay = { done: read(accountId, stop.signal), waiting: 0, stop }
    underWay.set(accountId, begun)
    void begun.done.finally(() => forget(accountId, begun))
    return begun
  }

  function forget(accountId: string, one: UnderWay): void {
    if (underWay.get(accountId) === one) underWay.delete(accountId)
  }

  return {
    problem: (accountId) => problems.get(accountId),
    lostRegions: (accountId) => lost.get(accountId) ?? new Map(),
    /** Those who ask while the account is being read wait for the same reading. */
    async refresh(accountId, signal) {
      signal?.throwIfAborted()
      const reading = underWay.get(accountId) ?? begin(accountId)
      reading.waiting++
      if (signal === undefined) return reading.done
      try {
        await orAborted(signal, reading.done)
      } catch (error) {
        reading.waiting--
        if (reading.waiting === 0) {
          forget(accountId, reading)
          reading.stop.abort()
          if (!problems.has(accountId)) problems.set(accountId, givenUp)
        }
        throw error
      }
    },
  }
}

type Instances = AccountInventory['instances']

/** Where an instance was looked at by itself while all were being read, as a binding does, the list may be older than that. */
function keepLooks(listed: Instances, atStart: Instances, now: Instances): void {
  for (const [id, instance] of now) if (atStart.get(id) !== instance) listed.set(id, instance)
  for (const id of atStart.keys()) if (!now.has(id)) listed.delete(id)
}

async function readAccount(cloud: Cloud, limitMs: number, stop: AbortSignal): Promise<Reading> {
  const limit = AbortSignal.timeout(limitMs)
  try {
    return await readCloud(cloud, AbortSignal.any([limit, stop]))
  } catch (error) {
    throw limit.aborted ? tooSlow(limitMs, error) : error
  }
}

/** Beside what was known before. */
const givenUp: ErrorInfo = {
  code: 'cancelled',
  message: told`The last reading was cancelled.`,
  advice: told`What you see is from the time before.`,
  retryable: true,
}

function tooSlow(limitMs: number, cause: unknown): LatchkeyError {
  const seconds = Math.round(limitMs / 1000)
  return new LatchkeyError(
    'cloud-unreachable',
    `The cloud did not list everything within ${seconds} seconds.`,
    {
      advice: 'Refresh again; what you see is from the time before.',
      retryable: true,
      cause,
    },
  )
}

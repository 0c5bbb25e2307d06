import type { Clock, Log } from '../ports.js'
import { CloudError, cancelledError } from './cloud-error.js'

/** Repeats one account's calls where that may help: the only place that does. */
export interface Pacer {
  /** A call that changes nothing: repeated after a lost answer, and when the cloud asks to wait. */
  read<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /**
   * A call that changes something. When the cloud asks to wait, it was not carried out and is repeated. After a lost
   * answer `landed` looks whether it took effect, and only if it didn't is the call repeated.
   * Resolves to null where `landed` found the effect, so that the answer is not known.
   */
  write<T>(call: () => Promise<T>, landed: () => Promise<boolean>, signal?: AbortSignal): Promise<T | null>
}

const LOST_PAUSES_MS = [500, 2_000]
const THROTTLED_PAUSES_MS = [1_000, 2_000, 4_000, 8_000]
const LONGEST_PAUSE_MS = 30_000

/** A pacer for one account. Throws what the last call threw, or `cancelled`. */
export function createPacer({ clock, log }: { clock: Clock; log: Log }): Pacer {
  const whenOpen = createGate(clock, log)

  async function write<T>(call: () => Promise<T>, landed: () => Promise<boolean>, signal?: AbortSignal) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await whenOpen(call, signal)
      } catch (error) {
        if (!isLost(error) && !isUnderWay(error)) throw error
        log.warn('cloud.answer-lost', { problem: error.message })
        const pauseMs = LOST_PAUSES_MS[attempt]
        await pause(clock, pauseMs ?? 0, signal)
        if (await landed()) return null
        if (isUnderWay(error) || pauseMs === undefined) throw error
      }
    }
  }

  async function read<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (const pauseMs of LOST_PAUSES_MS) {
      try {
        return await whenOpen(call, signal)
      } catch (error) {
        if (!isLost(error)) throw error
        log.info('cloud.read-again', { problem: error.message })
        await pause(clock, pauseMs, signal)
      }
    }
    return whenOpen(call, signal)
  }

  return { read, write }
}

/** Runs calls, repeating those that the cloud refuses for now; meanwhile all other calls of the account wait too. */
function createGate(clock: Clock, log: Log) {
  let openAt = 0

  return async function whenOpen<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    for (const fallbackMs of THROTTLED_PAUSES_MS) {
      await pause(clock, openAt - clock.now(), signal)
      try {
        return await call()
      } catch (error) {
        if (!(error instanceof CloudError) || error.again !== 'refused-for-now') throw error
        const pauseMs = Math.min(error.afterMs ?? fallbackMs, LONGEST_PAUSE_MS)
        log.info('cloud.throttled', { pauseMs })
        openAt = Math.max(openAt, clock.now() + pauseMs)
      }
    }
    await pause(clock, openAt - clock.now(), signal)
    return call()
  }
}

/** Waits; throws `cancelled` when aborted. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0) return
  try {
    await clock.sleep(ms, signal)
  } catch (error) {
    throw signal?.aborted ? cancelledError(error) : error
  }
}

function isLost(error: unknown): error is CloudError {
  return error instanceof CloudError && error.again === 'lost'
}

function isUnderWay(error: unknown): error is CloudError {
  return error instanceof CloudError && error.again === 'under-way'
}

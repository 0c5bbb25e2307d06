import type { Waits } from '../core/ports.js'

/** After this the user is told. Without a prompt a call takes some milliseconds. */
const LATE_MS = 1_000

/** Those who stood in a queue behind the ones that are stopped come up at once, and are meant too. */
const STOP_HOLDS_MS = 20

export interface CallWait {
  /** Aborts with what the caller is to be told: the limit's error, or the reason of a stop. */
  signal: AbortSignal
  /** To be called when the call is over. */
  end(): void
}

export interface CallWaits extends Waits {
  /** A call begins; after `limitMs` it is given up with the error that `limitReached` makes. */
  begin(limitMs: number, limitReached: () => Error): CallWait
}

/** The calls that somebody waits for, and whether one of them is late. */
export function callWaits(lateMs = LATE_MS): CallWaits {
  const underWay = new Set<AbortController>()
  const late = new Set<AbortController>()
  const listeners = new Set<() => void>()
  let stopped: Error | null = null
  let holding: NodeJS.Timeout | undefined

  function changeLate(change: () => void): void {
    const before = late.size > 0
    change()
    if (before !== late.size > 0) for (const listener of listeners) listener()
  }

  /** Until for a moment nobody else has come up. */
  function holdStop(reason: Error): void {
    stopped = reason
    clearTimeout(holding)
    holding = setTimeout(() => {
      stopped = null
    }, STOP_HOLDS_MS)
  }

  return {
    begin(limitMs, limitReached) {
      const call = new AbortController()
      underWay.add(call)
      if (stopped !== null) {
        call.abort(stopped)
        holdStop(stopped)
      }
      const noticed = setTimeout(() => changeLate(() => late.add(call)), lateMs)
      const limit = setTimeout(() => call.abort(limitReached()), limitMs)
      return {
        signal: call.signal,
        end() {
          clearTimeout(noticed)
          clearTimeout(limit)
          underWay.delete(call)
          changeLate(() => late.delete(call))
        },
      }
    },
    areLate: () => late.size > 0,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop(reason) {
      holdStop(reason)
      for (const call of [...underWay]) call.abort(reason)
    },
  }
}

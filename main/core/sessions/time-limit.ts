import type { Clock } from '../ports.js'

/** The reason of a TimeLimit's signal when the time is up. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp'

  constructor(readonly ms: number) {
    super(`Not done within ${ms} ms`)
  }
}

export interface TimeLimit {
  /** Aborted with TimeUp when the time is up, or with the outer signal's reason. */
  signal: AbortSignal
  /** Grants a new span, in milliseconds, from now. */
  start(ms: number): void
  /** Stops the time, and lets it go on: what happens between doesn't count. */
  pause(): void
  resume(): void
  /** No more limit. */
  end(): void
}

/** A limit for work that waits for a person in between. */
export function createTimeLimit(clock: Clock, outer?: AbortSignal): TimeLimit {
  const up = new AbortController()
  let granted = 0
  let left = 0
  let startedAt = 0
  let sleeping: AbortController | null = null

  const resume = () => {
    const own = new AbortController()
    sleeping = own
    startedAt = clock.elapsed()
    clock.sleep(left, own.signal).then(
      () => own.signal.aborted || up.abort(new TimeUp(granted)),
      () => undefined, // paused or ended
    )
  }
  const pause = () => {
    if (sleeping === null) return
    sleeping.abort()
    sleeping = null
    left -= clock.elapsed() - startedAt
  }

  return {
    signal: outer === undefined ? up.signal : AbortSignal.any([up.signal, outer]),
    start(ms) {
      pause()
      granted = ms
      left = ms
      resume()
    },
    pause,
    resume() {
      if (sleeping === null) resume()
    },
    end: pause,
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../main/core/ports.js'

/** The computer's clock, which can be moved on too: who sleeps then wakes, if it is time. */
export function movableClock(): Clock & { move(ms: number): void } {
  let ahead = 0
  const sleepers = new Set<{ due: number; wake: () => void }>()
  const now = () => Date.now() + ahead
  return {
    now,
    elapsed: () => performance.now() + ahead,
    async sleep(ms, signal) {
      const moved = new AbortController()
      const sleeper = { due: now() + ms, wake: () => moved.abort() }
      sleepers.add(sleeper)
      const ends = signal === undefined ? moved.signal : AbortSignal.any([moved.signal, signal])
      // Aborted by `move` it has slept long enough.
      await delay(ms, undefined, { signal: ends, ref: false }).catch(() => signal?.throwIfAborted())
      sleepers.delete(sleeper)
    },
    move(ms) {
      ahead += ms
      for (const { due, wake } of sleepers) if (due <= now()) wake()
    },
  }
}

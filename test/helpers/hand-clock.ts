import type { Clock } from '../../main/core/ports.js'

/** Time passes only when `pass` is called. */
export function handClock(): Clock & { pass(ms: number): void; waiting(): number } {
  let now = Date.UTC(2026, 0, 1)
  const sleepers = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const abort = () => {
          sleepers.delete(sleeper)
          reject(signal?.reason)
        }
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', abort)
          resolve()
        }
        const sleeper = { due: now + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort)
      }),
    pass(ms) {
      now += ms
      for (const sleeper of [...sleepers]) if (sleeper.due <= now) sleeper.wake()
    },
    waiting: () => sleepers.size,
  }
}

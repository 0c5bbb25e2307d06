import type { Clock } from '../../main/core/ports.js'

/** Time passes only when `pass` is called. */
export function handClock(): Clock & { pass(ms: number): void; waiting(): number } {
  let now = Date.UTC(2026, 0, 1)
  const sleepers = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { due: now + ms, wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          reject(signal.reason)
        })
      }),
    pass(ms) {
      now += ms
      for (const sleeper of sleepers) if (sleeper.due <= now) sleeper.wake()
    },
    waiting: () => sleepers.size,
  }
}

import type { Clock } from '../../main/core/ports.js'

/** Time passes only when `pass` is called. `set` moves the hands, as a person does, and no time passes by that. */
export function handClock(): Clock & { pass(ms: number): void; set(byMs: number): void; waiting(): number } {
  let start = Date.UTC(2026, 0, 1)
  let passed = 0
  const sleepers = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => start + passed,
    elapsed: () => passed,
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
        const sleeper = { due: passed + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort)
      }),
    pass(ms) {
      passed += ms
      for (const sleeper of [...sleepers]) if (sleeper.due <= passed) sleeper.wake()
    },
    set(byMs) {
      start += byMs
    },
    waiting: () => sleepers.size,
  }
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '../../main/core/ports.js'

/** Real time, for tests with real parts. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal, ref: false }),
}

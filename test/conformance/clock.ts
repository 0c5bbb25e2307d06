import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../main/core/ports.js'
import { systemClock } from '../helpers/system-clock.js'

/** Real time, in which nobody waits: every pause ends at once, and is remembered. */
export function hurriedClock(): Clock & { sleeps: number[] } {
  const sleeps: number[] = []
  return {
    ...systemClock,
    sleeps,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      sleeps.push(ms)
      await wait(2, undefined, signal && { signal })
    },
  }
}

import { isLatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'

const FREE_ATTEMPTS = 5
const LONGEST_WAIT_MS = 30_000

/** Slows guessing: after 5 wrong passwords in a row each further try waits 1, 2, 4 … at most 30 seconds first. */
export function passwordPacer(clock: Clock) {
  let wrong = 0
  return {
    /** Throws what `open` throws. A right password, or another failure, says nothing of guessing. */
    async attempt<T>(open: () => Promise<T>, signal?: AbortSignal): Promise<T> {
      if (wrong >= FREE_ATTEMPTS) await clock.sleep(waitAfter(wrong), signal)
      try {
        const result = await open()
        wrong = 0
        return result
      } catch (error) {
        if (isLatchkeyError(error, 'password-wrong')) wrong++
        throw error
      }
    },
  }
}

function waitAfter(wrong: number): number {
  return Math.min(1000 * 2 ** (wrong - FREE_ATTEMPTS), LONGEST_WAIT_MS)
}

import { LatchkeyError } from '../../lib/error.js'
import { orAborted } from '../../lib/or-aborted.js'

/**
 * Waits for work on another thread, or throws `cancelled` as soon as `signal` is aborted. Node's own thread pool can't be
 * stopped: such work goes on to its end, which its limits keep near, and `unwanted` gets what it then answers.
 */
export async function untilCancelled<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  unwanted?: (late: T) => void,
): Promise<T> {
  if (signal === undefined) return work
  try {
    return await orAborted(signal, work, unwanted)
  } catch (error) {
    throw signal.aborted && error === signal.reason ? openingCancelled() : error
  }
}

export function openingCancelled(): LatchkeyError {
  return new LatchkeyError('cancelled', 'Opening the private key was cancelled.')
}

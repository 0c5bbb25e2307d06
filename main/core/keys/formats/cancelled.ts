import { LatchkeyError } from '../../lib/error.js'

/**
 * Waits for work on another thread, or throws `cancelled` as soon as `signal` is aborted. Node's own thread pool can't be
 * stopped: such work goes on to its end, which its limits keep near, and `unwanted` gets what it then answers.
 */
export function untilCancelled<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  unwanted: (late: T) => void = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(openingCancelled())
      work.then(unwanted, () => undefined) // whoever waited for it has gone
    }
    if (signal?.aborted) return stop()
    signal?.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop))
  })
}

export function openingCancelled(): LatchkeyError {
  return new LatchkeyError('cancelled', 'Opening the private key was cancelled.')
}

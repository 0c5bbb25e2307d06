/**
 * Settles as `work` does, or rejects with the signal's reason if that comes first. The work goes on all the same:
 * `unwanted` gets what it answers too late.
 */
export async function orAborted<T>(
  signal: AbortSignal,
  work: Promise<T>,
  unwanted: (late: T) => void = () => undefined,
): Promise<T> {
  const settled = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = () => {
      work.then(unwanted, () => undefined) // its failure concerns nobody any more
      reject(signal.reason)
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { signal: settled.signal })
  })
  try {
    return await Promise.race([aborted, work])
  } finally {
    settled.abort()
  }
}

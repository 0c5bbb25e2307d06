/**
 * A queue: work given to it runs in the order given, each after the one before has ended, well or badly.
 * The promise handed back settles as the work does.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work, work)
    // Without its answer: that may be a private key, which nothing may hold on to.
    last = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }
}

/**
 * Does work for each of them, at most so many at the same time, in their order. Throws what the first failing work throws,
 * when those that had begun have ended.
 */
export async function together<T>(
  limit: number,
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  let ended = false
  let failure: { error: unknown } | null = null
  async function worker(): Promise<void> {
    while (!ended) {
      const next = await source.next()
      if (next.done) ended = true
      else await work(next.value)
    }
  }
  const failing = (error: unknown) => {
    ended = true
    failure ??= { error }
  }
  await Promise.all(Array.from({ length: limit }, () => worker().catch(failing)))
  if (failure !== null) throw (failure as { error: unknown }).error
}

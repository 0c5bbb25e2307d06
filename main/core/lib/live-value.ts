/** A value that others watch. Watchers get the current value, then the newest after each change; older ones may be skipped. */
export interface LiveValue<T> {
  get(): T
  set(value: T): void
  /** No more changes: every watcher gets the last value and then its end. */
  end(): void
  /** Ends with the signal too. Watching an ended value gives its last value. */
  watch(signal?: AbortSignal): AsyncIteratorObject<T, undefined, void>
}

/** Begins with `initial`, watched by nobody. */
export function createLiveValue<T>(initial: T): LiveValue<T> {
  let value = initial
  let version = 0
  let ended = false
  const wakers = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of [...wakers]) wake()
  }

  function watch(signal?: AbortSignal): AsyncIteratorObject<T, undefined, void> {
    let seen = -1
    let gone = signal?.aborted ?? false
    const wakersOfThis = new Set<() => void>()
    const leave = () => {
      gone = true
      for (const wake of [...wakersOfThis]) wake()
    }
    const change = () =>
      new Promise<void>((resolve) => {
        const wake = () => {
          wakers.delete(wake)
          wakersOfThis.delete(wake)
          resolve()
        }
        wakers.add(wake)
        wakersOfThis.add(wake)
      })
    signal?.addEventListener('abort', leave, { once: true })
    const done = (): IteratorReturnResult<undefined> => {
      signal?.removeEventListener('abort', leave)
      return { done: true, value: undefined }
    }

    const iterator: AsyncIteratorObject<T, undefined, void> = {
      async next() {
        while (!gone && seen === version && !ended) await change()
        if (gone || seen === version) return done()
        seen = version
        return { done: false, value }
      },
      async return() {
        leave()
        return done()
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  return {
    get: () => value,
    set(next) {
      value = next
      version++
      wakeAll()
    },
    end() {
      ended = true
      wakeAll()
    },
    watch,
  }
}

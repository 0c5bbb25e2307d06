import { createLiveValue } from '../lib/live-value.js'

/**
 * Work that somebody watches: it tells how far it is, as often as it likes, and is aborted as soon as nobody watches any
 * more. The watcher gets the last value, then what the work throws or the end.
 */
export function watchedWork<T>(
  initial: T,
  signal: AbortSignal | undefined,
  work: (tell: (value: T) => void, signal: AbortSignal) => Promise<void>,
): AsyncIteratorObject<T, undefined, void> {
  const live = createLiveValue(initial)
  const over = new AbortController()
  const both = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal])
  const done = work(live.set, both).finally(() => live.end())
  done.catch(() => undefined) // the watcher gets it below, if there still is one

  async function* watch(): AsyncGenerator<T, undefined, void> {
    try {
      yield* live.watch(signal)
      await done
    } finally {
      over.abort()
    }
  }
  return watch()
}

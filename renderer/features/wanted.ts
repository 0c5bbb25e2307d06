import { useEffect } from 'react'
import { createStore, useStore } from './store.js'

/** A wish of one section that another shows something, kept until that is in sight. */
export interface Wanted<T> {
  want(what: T): void
  /** Calls `show` once for each wish. */
  useWanted(show: (what: T) => void): void
}

export function createWanted<T>(): Wanted<T> {
  const wanted = createStore<{ what: T } | null>(null)
  return {
    want: (what) => wanted.change(() => ({ what })),
    useWanted(show) {
      const wish = useStore(wanted)
      // biome-ignore lint/correctness/useExhaustiveDependencies: the store is always the same
      useEffect(() => {
        if (wish === null) return
        wanted.change(() => null)
        show(wish.what)
      }, [wish, show])
    },
  }
}

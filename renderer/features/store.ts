import { useSyncExternalStore } from 'react'

/** State that outlives the screens which show it. */
export interface Store<T> {
  get(): T
  /** Replaces the state; listeners are called if it is another one. */
  change(next: (state: T) => T): void
  subscribe(listener: () => void): () => void
}

export function createStore<T>(initial: T): Store<T> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    change(next) {
      const before = state
      state = next(state)
      if (state !== before) for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The state of a store; the component follows it. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}

import { orAborted } from '../lib/or-aborted.js'
import type { ProtectedStore } from '../ports.js'

/** The open vault as everybody holds it, also while it moves to another place. */
export interface OpenStore extends ProtectedStore {
  /**
   * Runs `work` once every write under way has ended; those that come meanwhile wait for its end. Reads go on. Throws
   * the signal's reason where that comes before `work` has begun.
   */
  withoutWrites<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** It is `next` from now on. Answers the store before. */
  exchange(next: ProtectedStore): ProtectedStore
}

/** `beforeDelete` is called before each deletion, with the store as it is then. */
export function createOpenStore(
  first: ProtectedStore,
  beforeDelete: (store: ProtectedStore) => Promise<void>,
): OpenStore {
  let store = first
  let held: Promise<unknown> | null = null
  const underWay = new Set<Promise<unknown>>()

  async function write<T>(work: () => Promise<T>): Promise<T> {
    while (held !== null) await held
    const writing = work()
    underWay.add(writing)
    try {
      return await writing
    } finally {
      underWay.delete(writing)
    }
  }

  return {
    names: () => store.names(),
    get: (name) => store.get(name),
    set: (name, secret) => write(() => store.set(name, secret)),
    delete: (name) =>
      write(async () => {
        await beforeDelete(store)
        return store.delete(name)
      }),
    close: () => store.close(),
    passwordCost: () => store.passwordCost(),
    setPassword: (current, next) => store.setPassword(current, next),

    async withoutWrites(signal, work) {
      const running = orAborted(signal, Promise.allSettled(underWay)).then(work)
      held = running.catch(() => undefined)
      try {
        return await running
      } finally {
        held = null
      }
    },

    exchange(next) {
      const before = store
      store = next
      return before
    },
  }
}

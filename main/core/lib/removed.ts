import { LatchkeyError } from './error.js'

/** What was removed since the start and can be put back: the newest twenty, by id. */
export interface Removed<T> {
  remember(id: string, one: T): void
  /** Throws `input-invalid` for what nothing is remembered of. */
  find(id: string): T
  forget(id: string): void
}

const MOST = 20

export function createRemoved<T>(): Removed<T> {
  const removed = new Map<string, T>()
  return {
    remember(id, one) {
      removed.set(id, one)
      for (const old of [...removed.keys()].slice(0, -MOST)) removed.delete(old)
    },
    find(id) {
      const one = removed.get(id)
      if (one !== undefined) return one
      throw new LatchkeyError('input-invalid', 'This removal can not be undone any more.', {
        advice: 'It was undone already, or Latchkey was ended since then.',
      })
    },
    forget: (id) => void removed.delete(id),
  }
}

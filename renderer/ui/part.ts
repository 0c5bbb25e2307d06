import { createStore } from '../features/store.js'
import { quietMoment } from './quiet-moment.js'

/** A part of the window's code that is read when it is first needed, or before that in a quiet moment. */
export interface Part<T> {
  /** What it has; null as long as it was not read. */
  get(): T | null
  /** Reads it, once. Rejects where that fails, of which the window then tells (PartMissing.tsx); it may be tried again. */
  load(): Promise<T>
}

/** A part that was needed could not be read. */
export const partMissing = createStore(false)

/** Those that `readParts` reads ahead, in the order in which they were made. */
const ahead: (() => Promise<unknown>)[] = []

/** A part of its own. `read` imports it: `() => import('./terminal.js')`. */
export function createPart<T>(read: () => Promise<T>): Part<T> {
  let value: T | null = null
  let reading: Promise<T> | null = null
  const quietly = () => {
    reading ??= read().then(
      (part) => {
        value = part
        return part
      },
      (error: unknown) => {
        reading = null
        throw error
      },
    )
    return reading
  }
  ahead.push(quietly)
  return {
    get: () => value,
    async load() {
      try {
        return await quietly()
      } catch (error) {
        partMissing.change(() => true)
        throw error
      }
    },
  }
}

/** Reads all parts, one after the other while the window has nothing to do. One that can't be read is told of when it is needed. */
export async function readParts(): Promise<void> {
  for (const read of ahead) {
    await quietMoment()
    await read().catch((error: unknown) => console.debug('A part of the window was not read ahead.', error))
  }
}

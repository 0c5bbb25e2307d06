import type { ErrorInfo } from '../../../../contract/errors.js'

/** How far one deletion is. */
export type DeletionState =
  | { at: 'waiting' | 'unbinding' | 'deleting' | 'deleted' | 'cancelled' }
  | { at: 'failed'; problem: ErrorInfo }

interface Deletion<T> {
  /** Takes the key off the instances that have it; absent where none is to lose it. */
  unbind?: ((target: T) => Promise<void>) | undefined
  remove(target: T, signal: AbortSignal): Promise<void>
  problemOf(error: unknown): ErrorInfo
}

/**
 * One after another, since two keys may be on one instance; one that fails leaves the others alone. Tells each change. Once it
 * is cancelled nothing more is begun, and what is being unbound is unbound to its end.
 */
export async function runDeletions<T>(
  targets: T[],
  deletionOf: (target: T) => Deletion<T>,
  tell: (target: T, state: DeletionState) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const target of targets) tell(target, { at: 'waiting' })
  for (const target of targets) {
    const { unbind, remove, problemOf } = deletionOf(target)
    try {
      signal.throwIfAborted()
      if (unbind !== undefined) {
        tell(target, { at: 'unbinding' })
        await unbind(target)
        signal.throwIfAborted()
      }
      tell(target, { at: 'deleting' })
      await remove(target, signal)
      tell(target, { at: 'deleted' })
    } catch (error) {
      tell(target, signal.aborted ? { at: 'cancelled' } : { at: 'failed', problem: problemOf(error) })
    }
  }
}

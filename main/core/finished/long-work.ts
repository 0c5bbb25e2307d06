import type { WorkKind, WorkPlace } from '../../../contract/finished-work.js'
import type { Clock } from '../ports.js'

/** How one piece of work came to its end. */
export interface Ended {
  ok: boolean
  /** What it was done with: a key pair, an instance, a file. Nothing secret. */
  name: string
  place: WorkPlace
}

/** What was done together: all of one kind from the first that began until none ran any more. */
export interface Finished {
  kind: WorkKind
  /** At least one. */
  ended: readonly [Ended, ...Ended[]]
}

export interface LongWork {
  /** A piece of work begins; answers what to call once at its end. `null`: nobody has to be told, it was cancelled. */
  begin(kind: WorkKind): (ended: Ended | null) => void
}

/** Nobody looks elsewhere for less than that. */
export const LONG_MS = 10_000

/** Calls `tell` when work that took long has ended; of several that run together once, at the end of the last. */
export function createLongWork(clock: Pick<Clock, 'elapsed'>, tell: (finished: Finished) => void): LongWork {
  const groups = new Map<WorkKind, { since: number; running: number; ended: Ended[] }>()
  return {
    begin(kind) {
      const group = groups.get(kind) ?? { since: clock.elapsed(), running: 0, ended: [] }
      groups.set(kind, group)
      group.running++
      let over = false
      return (ended) => {
        if (over) return
        over = true
        group.running--
        if (ended !== null) group.ended.push(ended)
        if (group.running > 0) return
        groups.delete(kind)
        const [first, ...others] = group.ended
        if (first !== undefined && clock.elapsed() - group.since >= LONG_MS)
          tell({ kind, ended: [first, ...others] })
      }
    },
  }
}

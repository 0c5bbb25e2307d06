import type { BindJob } from '../../../contract/bindings.js'
import type { Clock } from '../ports.js'
import type { Progress } from './progress.js'

export interface KeptJob {
  progress: Progress
  /** Aborted to cancel it. */
  controller: AbortController
}

/** The jobs of this run of the host: those under way, and those that ended not long ago. */
export interface JobBook {
  add(id: string, job: KeptJob): void
  get(id: string): KeptJob | undefined
  /** As they are now, the oldest first. */
  all(): BindJob[]
  runningCount(): number
}

/** A window that comes back within this time still finds how its jobs have ended. */
const KEPT_MS = 60 * 60_000
/** Several of the largest batches. */
const MOST_ENDED = 500

/** An empty book. What ended is dropped after an hour, the oldest earlier where there are very many. */
export function createJobBook(clock: Clock): JobBook {
  const jobs = new Map<string, KeptJob>()
  const stateOf = ({ progress }: KeptJob) => progress.live.get()

  function dropOld(): void {
    const ended = [...jobs].flatMap(([id, { progress }]) => {
      const at = progress.endedAt()
      return at === null ? [] : [{ id, at }]
    })
    const tooMany = ended.length - MOST_ENDED
    for (const [index, { id, at }] of ended.entries())
      if (index < tooMany || at < clock.now() - KEPT_MS) jobs.delete(id)
  }

  return {
    add(id, job) {
      dropOld()
      jobs.set(id, job)
    },
    get: (id) => jobs.get(id),
    all() {
      dropOld()
      return [...jobs.values()].map(stateOf)
    },
    runningCount: () => [...jobs.values()].filter(({ progress }) => progress.endedAt() === null).length,
  }
}

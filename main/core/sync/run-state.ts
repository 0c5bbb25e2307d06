import type { SyncRun } from '../../../contract/sync.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Clock } from '../ports.js'
import type { SyncJournal } from './journal.js'

/** How long windows and the journal wait for news of steps: a run of thousands is megabytes each time it is told. */
const PAUSE_MS = { few: 100, many: 500 }
const MANY_STEPS = 200

/** The last run: as it is, and as windows and the journal are told of it, a few times a second at most. */
export function createRunState({ clock, journal }: { clock: Clock; journal: SyncJournal }) {
  const live = createLiveValue<SyncRun | null>(null)
  let run: SyncRun | null = null
  let isPausing = false

  function tell(): void {
    if (live.get() === run) return
    live.set(run)
    journal.note(run)
  }

  function tellSoon(): void {
    const ms = (run?.steps.length ?? 0) > MANY_STEPS ? PAUSE_MS.many : PAUSE_MS.few
    if (isPausing) return
    isPausing = true
    void clock.sleep(ms).then(() => {
      isPausing = false
      tell()
    })
  }

  return {
    live,
    get: () => run,
    /** Told at once, and not to the journal. */
    set(next: SyncRun | null): void {
      run = next
      live.set(run)
    },
    /** Steps are told of soon, the run's own state at once. Nothing where there is none. */
    change(next: (run: SyncRun) => SyncRun): void {
      if (run === null) return
      const before = run.state
      run = next(run)
      if (run.state === before) tellSoon()
      else tell()
    },
  }
}

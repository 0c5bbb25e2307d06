import { z } from 'zod'
import { SyncRun } from '../../../contract/sync.js'
import { parseDocument } from '../lib/parse-document.js'
import type { DocumentStore, Log } from '../ports.js'

const Document = z.object({ version: z.literal(1), run: SyncRun.nullable() })

/** What stands on the disk about the last run, so that one that is cut off can be resumed. */
export interface SyncJournal {
  /** The last run of which something is left; one that was under way is `interrupted`, and what it had begun waits again. */
  load(): Promise<SyncRun | null>
  /** Resolves when it is on the disk. Throws what the disk throws. */
  begin(run: SyncRun): Promise<void>
  /** Writes soon; one that can't be written is logged. Null forgets it. */
  note(run: SyncRun | null): void
  settled(): Promise<void>
}

/** A damaged document counts as none: what was done is found on the accounts by the next plan. */
export function createSyncJournal(store: DocumentStore, log: Log): SyncJournal {
  let last: Promise<void> = Promise.resolve()
  let due: SyncRun | null | undefined

  const write = (run: SyncRun | null) => store.write({ version: 1, run })

  async function writeDue(): Promise<void> {
    if (due === undefined) return
    const run = due
    due = undefined
    await write(run).catch((error) => log.error('sync.journal-not-written', error))
  }

  return {
    async load() {
      const run = parseDocument(await store.read(), Document, log, 'sync.journal-dropped')?.run ?? null
      return run === null || isOver(run) ? null : cutOff(run)
    },
    async begin(run) {
      due = undefined
      const writing = last.then(() => write(run))
      last = writing.catch(() => undefined) // whoever begins is told
      await writing
    },
    /** Those that come while one is being written are one write. */
    note(run) {
      due = run
      last = last.then(writeDue)
    },
    settled: () => last,
  }
}

const isOver = ({ state, steps }: SyncRun) =>
  state === 'ended' && steps.every((step) => step.state !== 'failed')

function cutOff(run: SyncRun): SyncRun {
  if (run.state !== 'running' && run.state !== 'cancelling') return run
  const steps = run.steps.map((step) =>
    step.state === 'running' ? { ...step, state: 'waiting' as const } : step,
  )
  return { ...run, state: 'interrupted', steps }
}

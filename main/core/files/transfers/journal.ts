import { z } from 'zod'
import { FileKind } from '../../../../contract/files.js'
import { ConflictChoice, Transfer } from '../../../../contract/transfers.js'
import { parseDocument } from '../../lib/parse-document.js'
import type { Clock, DocumentStore, Log } from '../../ports.js'

const Known = z.object({
  kind: FileKind,
  size: z.number(),
  modified: z.number(),
  mode: z.number().nullable(),
  owner: z.object({ uid: z.number(), gid: z.number() }).optional(),
})

/** What of a transfer outlasts this run of Latchkey: what was wished, and what is half copied. */
const TransferRecord = z.object({
  id: z.string(),
  about: Transfer.pick({
    ...{ instanceId: true, instanceName: true, direction: true, name: true, from: true, to: true },
  }).extend({ source: Transfer.shape.source.default(null) }),
  sources: z.array(z.string()),
  choice: ConflictChoice.optional(),
  seen: Transfer.pick({ bytes: true, files: true, doneBytes: true, doneFiles: true }),
  startedAt: z.string(),
  /** The activity record has its end. */
  told: z.boolean(),
  marks: z.array(
    z.object({
      file: z.string(),
      part: z.string(),
      written: z.number(),
      source: Known,
      was: z.object({ path: z.string(), known: Known }).optional(),
    }),
  ),
})
export type TransferRecord = z.infer<typeof TransferRecord>

const Document = z.object({ version: z.literal(1), transfers: z.array(TransferRecord) })

/** What changes all the time is written so often. */
const EVERY_MS = 1_000

export interface Journal {
  /** Those that a run before this one has not brought to their end. */
  load(): Promise<TransferRecord[]>
  /** Something is another now; it is on the disk soon. */
  changed(): void
  /** Resolves when all of it is on the disk, or could not be written, which is logged. */
  write(): Promise<void>
}

/** Transfers on the disk, so that those that are cut off by the end of Latchkey can go on or be cleaned up. */
export function createJournal(
  { store, clock, log }: { store: DocumentStore; clock: Clock; log: Log },
  records: () => TransferRecord[],
): Journal {
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  let soon = false

  /** Those who change something while one is written share the next one. */
  function write(): Promise<void> {
    next ??= running.then(() => {
      next = null
      running = store
        .write({ version: 1, transfers: records() })
        .catch((error) => log.warn('transfers.not-noted', { reason: String(error) }))
      return running
    })
    return next
  }

  return {
    async load() {
      const document = await store.read().catch((error) => {
        log.warn('transfers.unreadable', { reason: String(error) })
        return null
      })
      return parseDocument(document, Document, log, 'transfers.damaged')?.transfers ?? []
    },
    changed() {
      if (soon) return
      soon = true
      void clock.sleep(EVERY_MS).then(() => {
        soon = false
        return write()
      })
    },
    write,
  }
}

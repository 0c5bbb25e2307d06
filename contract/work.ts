import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { WorkKind, WorkPlace } from './finished-work.js'
import { Said } from './words/said.js'
import { WorkAgain } from './work-again.js'

/** As many failures of one piece of work are told one by one. */
export const MOST_FAILURES = 100

/** What takes its time, under way or ended. What was begun together (a batch, all accounts) is one. */
export const WorkItem = z.object({
  id: Id,
  kind: WorkKind,
  /** What it is done with: a key pair, a file, an account; of several together the first. Empty for all there are. */
  name: z.string(),
  /** What it is done to: an instance. */
  on: z.string().nullable(),
  /** How many were begun together. */
  count: z.int().min(1),
  /** `asking`: it waits for an answer, where `place` says. `cut-off`: an earlier run began it, and a part is left; ended here. */
  state: z.enum(['running', 'asking', 'paused', 'cancelling', 'done', 'failed', 'cancelled', 'cut-off']),
  /** What is being done just now, in words. */
  step: Said.nullable(),
  /** Null while nobody can tell. `unit`: what is counted, so that bytes are not read as files. */
  progress: z.object({ done: z.number(), of: z.number(), unit: z.enum(['parts', 'bytes']) }).nullable(),
  /** What failed of it, one by one, the first 100; the others went on. */
  failures: z.array(z.object({ name: z.string(), problem: ErrorInfo })),
  /** How many failed. */
  failed: z.int(),
  /** How many of those that were begun together went well. */
  done: z.int(),
  /** What had been sent before the rest was cancelled, by name: nobody can take it back. */
  sentBefore: z.array(z.string()),
  place: WorkPlace.nullable(),
  canCancel: z.boolean(),
  /** What failed, or is left, can be done once more, with all that it was begun with. */
  canRetry: z.boolean(),
  /** Where it is not so: what failed can be begun once more in this form. */
  again: WorkAgain.nullable(),
  startedAt: Time,
  endedAt: Time.nullable(),
  /** The user has seen how it ended. */
  read: z.boolean(),
  /** The window that watches began it, in a call over the same connection. */
  begunHere: z.boolean(),
})
export type WorkItem = z.infer<typeof WorkItem>

const these = z.object({ ids: z.array(Id).min(1).max(1000) })

/**
 * All long work of the core, whichever window began it. What ended stays until it was read: what failed until it is
 * dismissed or done once more. What was over at once, and what the user cancelled before anything was done, is not kept.
 */
export const work = {
  /** Now, and after each change; what began last comes first. */
  watch: procedure.output(eventIterator(z.array(WorkItem))),
  /** Nothing happens where it has ended or can't be cancelled. */
  cancel: procedure.input(z.object({ id: Id })).output(Nothing),
  /** Begins what failed once more, as work of its own. Nothing happens where that can't be done. */
  retry: procedure.input(z.object({ id: Id })).output(Nothing),
  /** The user has seen how these ended. */
  read: procedure.input(these).output(Nothing),
  /** These go from the list, where they have ended. */
  dismiss: procedure.input(these).output(Nothing),
}

import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { RemotePath } from './files.js'
import { Said } from './words/said.js'

/**
 * `overwrite`: in its place. `keep-both`: under a free name, `name (2).txt`. `skip`: left out. `resume`: what is there is the
 * beginning of the same file, which is compared at its end; where it is not, the file is copied from the start.
 */
export const ConflictChoice = z.enum(['overwrite', 'keep-both', 'skip', 'resume'])
export type ConflictChoice = z.infer<typeof ConflictChoice>

const Side = z.object({ size: z.number().nullable(), modified: Time.nullable() })

/** There is something of the name already: nothing happens to this file until somebody chooses. */
export const TransferConflict = z.object({
  id: Id,
  /** Where it would be written. */
  path: z.string(),
  source: Side,
  target: Side,
  /** `resume` only where the target is shorter than the source, and was not seen to be something else. */
  choices: z.array(ConflictChoice),
})
export type TransferConflict = z.infer<typeof TransferConflict>

/**
 * What was compared at the end of a copy. `tail`: the last 64 KB were read again from where they were written, and the length.
 * `size`: the length alone (files below 1 MB). That the bytes are right on their way is SSH's own promise.
 */
export const TransferCheck = z.enum(['tail', 'size'])
export type TransferCheck = z.infer<typeof TransferCheck>

export const TransferState = z.enum(['waiting', 'running', 'paused', 'asking', 'done', 'failed', 'cancelled'])
export type TransferState = z.infer<typeof TransferState>

/**
 * One upload, download or copy that somebody asked for, of a file or of many. A copy is from one instance to another, or to
 * another folder of the same; its bytes go through this computer.
 */
export const Transfer = z.object({
  id: Id,
  instanceId: Id,
  instanceName: z.string(),
  direction: z.enum(['upload', 'download', 'copy']),
  /** Of a copy: where it comes from; `instanceId` is where it goes to. Null of others. */
  source: z.object({ instanceId: Id, instanceName: z.string() }).nullable(),
  /** `site`, or `site and 3 more`. */
  name: z.string(),
  /** The folder it comes from; null where it comes out of the window. */
  from: z.string().nullable(),
  /** The folder it goes to. */
  to: z.string(),
  state: TransferState,
  /** Of the files that were found; `counted` when there are no more to be found. */
  bytes: z.number(),
  files: z.int(),
  counted: z.boolean(),
  /** Bytes that are on the other side, those of an earlier try too. */
  doneBytes: z.number(),
  doneFiles: z.int(),
  /** Bytes a second over the last seconds; null while it does not run. */
  speed: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** The file at hand, below `from`. */
  current: z.string().nullable(),
  conflicts: z.array(TransferConflict),
  skipped: z.int(),
  /** Files that failed, the first 100; the others go on. */
  problems: z.array(z.object({ path: z.string(), problem: ErrorInfo })),
  failed: z.int(),
  /** What the user should know, in sentences: a file that changed meanwhile, links that were left out. */
  notes: z.array(Said),
  /** How the files that are done were compared; the weakest of them. Null before there is any. */
  checked: TransferCheck.nullable(),
  startedAt: Time,
  endedAt: Time.nullable(),
})
export type Transfer = z.infer<typeof Transfer>

/** Below the folder that it goes to, with `/`; without `..`. */
const OfferedPath = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => path.split('/').every((part) => !['', '.', '..'].includes(part)) && !path.includes('\0'),
    'This is not a path below a folder.',
  )

/** A file that the window holds: it was dropped on it, or chosen in it. */
export const OfferedFile = z.object({
  path: OfferedPath,
  size: z.number().min(0),
  modified: Time,
})
export type OfferedFile = z.infer<typeof OfferedFile>

/** A piece of an offered file that the host wants next. */
export const WantedPiece = z.object({
  id: z.int(),
  /** Which of the offered files. */
  file: z.int(),
  offset: z.number(),
  length: z.int(),
})
export type WantedPiece = z.infer<typeof WantedPiece>

const start = z.object({ instanceId: Id, conflicts: ConflictChoice.optional() })
const these = z.object({ ids: z.array(Id).min(1) })

/**
 * Transfers run in the host, whether or not a window is there. Those that Latchkey's end cut off have failed at its next
 * start, and can be tried again. `transfer-not-found` where there is none.
 */
export const transfers = {
  /** All, the newest first: now, and at most a few times a second. */
  watch: procedure.output(eventIterator(z.array(Transfer))),
  /** From the host's computer: files and folders, by absolute paths. With `conflicts` nobody is asked. */
  upload: procedure
    .input(start.extend({ sources: z.array(z.string().min(1).max(8192)).min(1), to: RemotePath }))
    .output(Transfer),
  /** To a folder of the host's computer; without one to Downloads, else home. With `conflicts` nobody is asked. */
  download: procedure
    .input(start.extend({ sources: z.array(RemotePath).min(1), to: z.string().min(1).max(8192).optional() }))
    .output(Transfer),
  /** From an instance to a folder of another, or of the same. Throws `instance-not-found`. With `conflicts` nobody is asked. */
  copy: procedure
    .input(
      start.extend({
        sourceId: Id,
        sources: z.array(RemotePath).min(1).max(100_000),
        to: RemotePath,
      }),
    )
    .output(Transfer),
  /**
   * From the window, which holds the files and gives their pieces as the host wants them; `folders`: empty ones. The
   * transfer fails where `wanted` of it is not watched for 30 s. The same files offered once more go on where one that
   * failed was.
   */
  offer: procedure
    .input(
      start.extend({
        files: z.array(OfferedFile).max(100_000),
        folders: z.array(OfferedPath).max(100_000).optional(),
        to: RemotePath,
      }),
    )
    .output(Transfer),
  /** The pieces that the host wants of an offered transfer, at most 1 MB each and a few at a time; ends with it. */
  wanted: procedure.input(z.object({ id: Id })).output(eventIterator(WantedPiece)),
  /** A wanted piece, in base64; null where the window can't read it any more. */
  give: procedure
    .input(z.object({ id: Id, piece: z.int(), bytes: z.base64().max(1_500_000).nullable() }))
    .output(Nothing),
  /** What is under way is kept, and goes on from there. */
  pause: procedure.input(these).output(Nothing),
  resume: procedure.input(these).output(Nothing),
  /** Half files are removed. */
  cancel: procedure.input(these).output(Nothing),
  /** What has failed once more; what was half copied goes on from there, if the source is still the same. */
  retry: procedure.input(these).output(Nothing),
  /**
   * Those that have ended go from the list, and what they have half copied is removed; without ids all of them. One of which
   * that can't be removed stays, with a problem that says where it is, and goes the second time.
   */
  clear: procedure.input(these.partial()).output(Nothing),
  /** With `all` also for what else the transfer finds; where it can't be resumed then, it is asked about. */
  answerConflict: procedure
    .input(z.object({ id: Id, conflictId: Id, choice: ConflictChoice, all: z.boolean() }))
    .output(Nothing),
}

import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { Said } from './words/said.js'

/** What the activity record keeps. */
export const ActivityEvent = z.enum([
  'vault-made',
  'vault-unlocked',
  'vault-unlock-failed',
  'vault-locked',
  'vault-password-set',
  'vault-password-changed',
  'vault-password-removed',
  'key-made',
  'key-imported',
  'key-exported',
  'key-used',
  'key-pushed',
  'key-bound',
  'key-unbound',
  'key-renamed',
  'key-archived',
  'key-binned',
  'key-restored',
  'key-deleted',
  'account-added',
  'account-changed',
  'account-key-made',
  'account-key-renamed',
  'account-key-deleted',
  'sync-rules-changed',
  'instance-started',
  'instance-stopped',
  'account-removed',
  'host-added',
  'host-changed',
  'host-removed',
  'kit-made',
  'kit-removed',
  'backup-made',
  'backup-restored',
  'vault-set-aside',
  'vault-moved',
  'vault-old-copy-deleted',
  'vault-move-undone',
  'vault-checked',
  'vault-repaired',
  'files-uploaded',
  'files-downloaded',
  'files-copied',
  'upload-unfinished',
  'download-unfinished',
  'copy-unfinished',
])
export type ActivityEvent = z.infer<typeof ActivityEvent>

const Named = z.strictObject({ id: Id, name: z.string() })

/** One event. It says what happened to which key, and holds nothing secret. */
export const ActivityEntry = z.strictObject({
  /** 1, 2, 3 … without gaps. */
  seq: z.int().positive(),
  at: Time,
  event: ActivityEvent,
  /** `fingerprint`: SHA256, as OpenSSH writes it. */
  key: Named.extend({ fingerprint: z.string() }).optional(),
  instance: Named.optional(),
  account: Named.optional(),
  /** What else is to be said, a phrase: the file that was written, the user who logged in. */
  detail: Said.optional(),
})
export type ActivityEntry = z.infer<typeof ActivityEntry>

export const ActivityVerdict = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('sound'),
    entries: z.int(),
    /** Of the first entry; null without any. */
    since: Time.nullable(),
    /** SHA-256 of the last line, in hex: who has noted it knows later that nothing before it was changed. */
    digest: z.string().nullable(),
  }),
  z.object({
    state: z.literal('broken'),
    /** The first line that isn't right, counted from 1. */
    line: z.int(),
    /** How many lines before it are. */
    sound: z.int(),
    problem: Said,
  }),
])
export type ActivityVerdict = z.infer<typeof ActivityVerdict>

export const activity = {
  /** The newest first, at most `limit` of those that match: all words of `text`, and one of `events` if there are any. */
  list: procedure
    .input(
      z.object({
        text: z.string().max(200),
        events: z.array(ActivityEvent),
        limit: z.int().min(1).max(10_000),
      }),
    )
    .output(
      z.object({
        entries: z.array(ActivityEntry),
        matching: z.int(),
        /** Set while the record can't be written: what happens now is not in it. */
        problem: ErrorInfo.nullable(),
      }),
    ),
  /** Reads the whole record from the disk and checks each link of its chain. */
  verify: procedure.output(ActivityVerdict),
  /** The whole record as JSON Lines, byte by byte as it stands on the disk. */
  lines: procedure.output(z.string()),
  /** How many entries this run has added: now, and after each change. */
  watch: procedure.output(eventIterator(z.int())),
}

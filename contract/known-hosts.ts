import { z } from 'zod'
import { Id, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { HostKey } from './questions.js'
import { Said } from './words/said.js'

/**
 * `latchkey`: its own known_hosts, which alone decides whom it connects to. `user`: `~/.ssh/known_hosts`, as `ssh` reads it.
 * `system`: the one for all users, which is only looked at.
 */
export const HostsSource = z.enum(['latchkey', 'user', 'system'])
export type HostsSource = z.infer<typeof HostsSource>

/** Why an entry may be wrong by now, as far as clouds tell. */
export const OutdatedHost = z.object({
  /** The name in the line that it is about, as known_hosts writes it. */
  name: z.string(),
  /** One sentence. */
  reason: Said,
  instanceId: Id,
  /** When it was noticed. */
  at: Time,
})
export type OutdatedHost = z.infer<typeof OutdatedHost>

/** A key line of one of the files. */
export const KnownHost = HostKey.extend({
  id: Id,
  source: HostsSource,
  /** Counted from 1. */
  line: z.int(),
  /** The first field as it stands in the line: names and patterns with commas, or one hashed name. */
  host: z.string(),
  hashed: z.boolean(),
  marker: z.enum(['revoked', 'cert-authority']).nullable(),
  comment: z.string(),
  /** When Latchkey wrote it; null if someone else did. */
  addedAt: Time.nullable(),
  /** The instance that has one of its addresses; of hashed names, see `hashed`. */
  instanceName: z.string().nullable(),
  outdated: z.array(OutdatedHost),
})
export type KnownHost = z.infer<typeof KnownHost>

export const HostsFile = z.object({
  source: HostsSource,
  path: z.string(),
  /** Lines that are neither blank, remark nor key line: what they knew is not known any more. */
  unreadableLines: z.int(),
  /** Why it can't be read; nothing of it is in the list then. */
  problem: ErrorInfo.nullable(),
})
export type HostsFile = z.infer<typeof HostsFile>

/** More than any known_hosts has that ssh still reads in reasonable time. */
const MOST_LINES = 100_000

export const knownHosts = {
  /** All files, read anew. That of the system only where there is one. */
  list: procedure.output(z.object({ hosts: z.array(KnownHost), files: z.array(HostsFile) })),
  /** Only what is offered for removal. */
  outdated: procedure.output(z.array(KnownHost)),
  /**
   * The lines, hashed ones too, that a host is known by: typed as `host`, `host:port` or `[host]:port`, or the name of an
   * instance, whose addresses are then looked for.
   */
  find: procedure
    .input(z.object({ text: z.string().max(300) }))
    .output(z.object({ ids: z.array(Id), names: z.array(z.string()) })),
  /** Whom hashed lines name, as far as instances are known: their names and addresses are tried. */
  hashed: procedure
    .input(z.object({ ids: z.array(Id).max(200) }))
    .output(z.array(z.object({ id: Id, name: z.string(), instanceName: z.string() }))),
  /**
   * Takes lines away, or with `names` only those out of a line; none of the system's file, which is `input-invalid`. Every other line stays byte for byte. What
   * `~/.ssh/known_hosts` held before is kept beside it as `known_hosts.old`.
   */
  remove: procedure
    .input(
      z.object({
        entries: z
          .array(z.object({ id: Id, names: z.array(z.string()).min(1).optional() }))
          .min(1)
          .max(MOST_LINES),
      }),
    )
    .output(
      z.object({
        removed: z.int(),
        /** For `undo`. */
        undoId: Id,
        /** Where the user's file is kept as it was before; null where it was not written. */
        backup: z.string().nullable(),
        /** One for each file that could not be written. */
        problems: z.array(ErrorInfo),
      }),
    ),
  /** Puts back what a removal of this run took away. */
  undo: procedure.input(z.object({ undoId: Id })).output(z.void()),
  /** Keeps entries that were offered for removal: they are not offered any more. */
  keep: procedure.input(z.object({ ids: z.array(Id).min(1).max(MOST_LINES) })).output(z.void()),
}

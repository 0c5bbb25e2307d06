import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, isPlainText, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { SessionPhase } from './sessions.js'
import { Said } from './words/said.js'

const Host = z
  .string()
  .trim()
  .min(1, 'A name or an address is needed.')
  .max(255, 'A name has at most 255 characters.')
  .refine((host) => isPlainText(host) && !/[\s/@[\]]/.test(host), 'A name or an address, without brackets.')

/** Port 0: any free one, another at each start. */
const Listen = z.object({ host: Host, port: z.int('A port is a number.').min(0).max(65535) })
const Target = z.object({
  host: Host,
  port: z.int('A port is a number.').min(1, 'At least 1.').max(65535, 'At most 65535.'),
})

const common = {
  /** Empty for none. */
  name: z
    .string()
    .trim()
    .max(60, 'A name has at most 60 characters.')
    .refine(isPlainText, 'A name has no control characters.'),
  /** Starts with the first terminal of the instance, and stops with its last. */
  withSession: z.boolean(),
  /** Connects again by itself when the connection is lost. */
  keepUp: z.boolean(),
}

/** What the user wants forwarded: as OpenSSH's -L, -R and -D. */
export const ForwardOptions = z.discriminatedUnion('kind', [
  /** Listens on this computer; `to` is reached from the instance. */
  z.object({ kind: z.literal('local'), listen: Listen, to: Target, ...common }),
  /** Listens on the instance; `to` is reached from this computer. */
  z.object({ kind: z.literal('remote'), listen: Listen, to: Target, ...common }),
  /** A SOCKS proxy on this computer; whatever its clients ask for is reached from the instance. */
  z.object({ kind: z.literal('dynamic'), listen: Listen, ...common }),
])
export type ForwardOptions = z.infer<typeof ForwardOptions>

/** Whether the one leads as the other does: what else they say needs no new start. */
export function leadsAlike(one: ForwardOptions, other: ForwardOptions): boolean {
  const place = ({ kind, listen, ...rest }: ForwardOptions) => {
    const to = 'to' in rest ? [rest.to.host, rest.to.port] : []
    return JSON.stringify([kind, listen.host, listen.port, ...to])
  }
  return place(one) === place(other)
}

/** What is kept of one. */
export const SavedForward = z.object({ id: Id, instanceId: Id, options: ForwardOptions })
export type SavedForward = z.infer<typeof SavedForward>

/**
 * `waiting`: its connection was lost, and it connects again at `retryAt`, or, where that is null, when the vault is opened. `failed`: it could not be started, or its
 * connection was lost and it does not connect again by itself; `problem` says why.
 */
export const ForwardState = z.enum(['stopped', 'starting', 'up', 'waiting', 'failed'])
export type ForwardState = z.infer<typeof ForwardState>

/** A forward, whole each time. The counts are of this run of it: they begin anew with each start. */
export const Forward = SavedForward.extend({
  instanceName: z.string(),
  state: ForwardState,
  /** While starting: how far the connection is. */
  phase: SessionPhase.nullable(),
  /** `user@host` of the connection; null where there is none. */
  over: z.string().nullable(),
  /** The port that it listens on, while it is up. */
  port: z.int().nullable(),
  /** Connections that are open now, all that were, and those that could not be made. */
  connections: z.object({ open: z.int(), total: z.int(), refused: z.int() }),
  /** To this computer from the instance (`in`), and from this computer (`out`). */
  bytes: z.object({ in: z.int(), out: z.int() }),
  problem: ErrorInfo.nullable(),
  /** Why the last connection that could not be made could not; the forward itself goes on. */
  lastRefusal: z.object({ at: Time, message: Said }).nullable(),
  retryAt: Time.nullable(),
})
export type Forward = z.infer<typeof Forward>

export const forwards = {
  /** All of them, now and after each change; counts at most twice a second. */
  watch: procedure.output(eventIterator(z.array(Forward))),
  /** Saves it; it is not started. Throws `instance-not-found`. */
  create: procedure.input(SavedForward.omit({ id: true })).output(SavedForward),
  /** One that runs and is to lead elsewhere is stopped and started anew, and what goes through it is cut. Throws `forward-not-found` and `instance-not-found`. */
  change: procedure.input(SavedForward).output(SavedForward),
  /** Stops it too. Throws `forward-not-found`. */
  remove: procedure.input(z.object({ id: Id })).output(Nothing),
  /** A removed one with its id and in its place, started if it ran. Throws `input-invalid` for one that was not removed since the start. */
  putBack: procedure.input(z.object({ id: Id })).output(Nothing),
  /** Answers at once: how it goes is in what `watch` tells. Nothing happens to one that runs. Throws `forward-not-found`. */
  start: procedure.input(z.object({ id: Id })).output(Nothing),
  /** Resolves when nothing of it is left; its connections are cut. Throws `forward-not-found`. */
  stop: procedure.input(z.object({ id: Id })).output(Nothing),
}

import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, LoginUser, Nothing, procedure } from './base.js'
import { ErrorInfo } from './errors.js'
import { ChosenWay } from './remedies.js'
import { WayHop } from './route.js'
import { SessionList } from './session-list.js'
import { Said } from './words/said.js'

export const SessionPhase = z.enum([
  'resolve',
  'connect',
  'handshake',
  'host-key',
  'authenticate',
  'open-shell',
])
export type SessionPhase = z.infer<typeof SessionPhase>

/** What let a session in. `key`: the bound one. `nothing`: the server asked for nothing. */
export const LoginWay = z.enum(['key', ...ChosenWay.options, 'nothing'])
export type LoginWay = z.infer<typeof LoginWay>

/** One host on the way. `phase`: of one that is being logged in to, or was when it failed. */
export const HopStatus = WayHop.extend({
  state: z.enum(['waiting', 'connecting', 'open', 'failed']),
  phase: SessionPhase.nullable(),
})
export type HopStatus = z.infer<typeof HopStatus>

/** A session, whole each time: the newest replaces the one before. */
export const SessionStatus = z.object({
  id: Id,
  instanceId: Id,
  /** `user@host` or `user@host:port`. */
  target: z.string(),
  /** The bound key; null where it is opened another way. */
  keyId: Id.nullable(),
  state: z.enum(['connecting', 'open', 'closed']),
  /** What it goes through, in order, each with how far its own login is. Absent where it is straight. */
  hops: z.array(HopStatus).optional(),
  /** `SOCKS5 proxy 192.0.2.1 port 1080`, between this computer and the first host. */
  proxy: Said.optional(),
  /** While connecting; of the instance itself, once it is through the hops. */
  phase: SessionPhase.nullable(),
  /** Once authenticated: SHA256 fingerprints of the key that was accepted and of the server's host key. */
  authenticatedWith: z.string().nullable(),
  hostKey: z.string().nullable(),
  /** Once authenticated: all that the server wanted, in its order. */
  ways: z.array(LoginWay).optional(),
  /** Once closed by a failure before it was open: where. */
  failedAt: SessionPhase.optional(),
  /** Once closed: null if the far side's shell ended by itself. */
  problem: ErrorInfo.nullable(),
  /** Once closed by the shell's own end: its exit status or signal name. */
  exit: z.union([z.int(), z.string()]).nullable(),
})
export type SessionStatus = z.infer<typeof SessionStatus>

export const TerminalSize = z.object({ cols: z.int().min(2).max(1000), rows: z.int().min(1).max(1000) })
export type TerminalSize = z.infer<typeof TerminalSize>

export const sessions = {
  /**
   * Starts connecting to an instance with its bound key, then with what the user chose for it, and answers at once.
   * `instance-not-bound` where there is neither.
   * Bytes go over the terminal stream of the same id (contract/terminal-stream.ts), which must be opened within 30 s.
   */
  open: procedure
    .input(z.object({ instanceId: Id, user: LoginUser.optional(), size: TerminalSize }))
    .output(SessionStatus),
  watch: procedure.input(z.object({ id: Id })).output(eventIterator(SessionStatus)),
  resize: procedure.input(z.object({ id: Id, size: TerminalSize })).output(Nothing),
  close: procedure.input(z.object({ id: Id })).output(Nothing),
  /** Those of all windows, and the recent ones: now, and after each change. */
  watchAll: procedure.output(eventIterator(SessionList)),
  /** Forgets the recent ones; those that are open stay. */
  clearRecent: procedure.output(Nothing),
}

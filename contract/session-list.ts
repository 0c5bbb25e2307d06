import { z } from 'zod'
import { Id, Time } from './base.js'
import { Said } from './words/said.js'

/** A session that is connecting or open, in whichever window. */
export const OpenSession = z.object({
  id: Id,
  instanceId: Id,
  instanceName: z.string(),
  user: z.string(),
  /** `user@host` or `user@host:port`. */
  target: z.string(),
  keyId: Id.nullable(),
  state: z.enum(['connecting', 'open']),
  since: Time,
})
export type OpenSession = z.infer<typeof OpenSession>

/** How a session came to its end. */
export const SessionEnd = z.object({
  at: Time,
  /** `exited`: the shell ended by itself. `lost`: it was open, and the connection broke. `failed`: it was never open. */
  how: z.enum(['exited', 'closed', 'lost', 'failed']),
  /** Of `exited`: exit status or signal name. */
  exit: z.union([z.int(), z.string()]).nullable(),
  /** Of `lost` and `failed`: why, in a sentence. */
  problem: Said.nullable(),
})
export type SessionEnd = z.infer<typeof SessionEnd>

/** The last session on an instance as one user: enough to open it again. Instance and target as they were then. */
export const RecentSession = OpenSession.omit({ id: true, state: true }).extend({
  /** Null: it is open, or Latchkey ended before it did. */
  end: SessionEnd.nullable(),
})
export type RecentSession = z.infer<typeof RecentSession>

/** Those of all windows, and the last that ended; the newest first. */
export const SessionList = z.object({ open: z.array(OpenSession), recent: z.array(RecentSession) })
export type SessionList = z.infer<typeof SessionList>

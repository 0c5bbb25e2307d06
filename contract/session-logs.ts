import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, Nothing, procedure } from './base.js'
import { ErrorInfo } from './errors.js'

/** `text`: lines as they can be read. `raw`: every byte, with the sequences that make colours. */
export const SessionLogFormat = z.enum(['text', 'raw'])
export type SessionLogFormat = z.infer<typeof SessionLogFormat>

/** A file that everything which a session shows is written to. */
export const SessionLog = z.object({
  sessionId: Id,
  path: z.string(),
  format: SessionLogFormat,
  /** Why it has ended before its session. */
  problem: ErrorInfo.nullable(),
})
export type SessionLog = z.infer<typeof SessionLog>

export const sessionLogs = {
  /** From now on; ends with the session. Throws `session-not-found` and `file-unwritable`. */
  start: procedure.input(z.object({ sessionId: Id, format: SessionLogFormat })).output(SessionLog),
  /** What was shown until now is in the file when this answers. Nothing where there is no log. */
  stop: procedure.input(z.object({ sessionId: Id })).output(Nothing),
  /** Those of sessions that have not ended. */
  watch: procedure.output(eventIterator(z.array(SessionLog))),
}

import { ORPCError } from '@orpc/client'
import { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'

/** Thrown by every call that has no connection to the host, or lost it while it was under way. */
export class HostGone extends Error {
  override readonly name = 'HostGone'
}

const hostGone: ErrorInfo = {
  code: 'internal',
  message: say`Latchkey's host has stopped.`,
  advice: say`Start Latchkey again. This window connects by itself when the host is back.`,
  retryable: true,
}

/** What was thrown, unless the user has cancelled it: nobody has to be told that. */
export const unlessCancelled = (error: unknown): unknown =>
  error !== null && errorInfo(error).code === 'cancelled' ? null : error

/** What to show for anything that was thrown: the host's own words where it sent some. */
export function errorInfo(error: unknown): ErrorInfo {
  if (error instanceof HostGone) return hostGone
  const sent = ErrorInfo.safeParse(error instanceof ORPCError ? error.data : error)
  if (sent.success) return sent.data
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'cancelled', message: say`This was cancelled.`, retryable: true }
  }
  return {
    code: 'internal',
    message: say`Something went wrong inside Latchkey.`,
    advice: say`Try again. If it happens again, copy the details and report them.`,
    retryable: true,
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }
}

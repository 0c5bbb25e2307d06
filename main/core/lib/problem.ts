import { randomBytes } from 'node:crypto'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Log } from '../ports.js'
import { diskProblem } from './disk-problem.js'
import { LatchkeyError } from './error.js'

/**
 * Anything thrown as the problem of one row, where the other rows go on. A disk that takes nothing is said as such, and
 * stands in the log too. What was not foreseen becomes `internal` with an incident id, under which `event` stands there.
 */
export function problemOf(error: unknown, event: string, log: Log): ErrorInfo {
  if (error instanceof LatchkeyError) return error.info
  const ofDisk = diskProblem(error)
  if (ofDisk !== null) {
    log.error(event, error)
    return ofDisk
  }
  const incident = randomBytes(4).toString('hex')
  log.error(event, error, { incident })
  return {
    code: 'internal',
    message: 'Something went wrong inside Latchkey.',
    advice: `Try again. If it happens again, report it with the log's lines for incident ${incident}.`,
    retryable: true,
    incident,
  }
}

import { ORPCError, ValidationError } from '@orpc/server'
import type { ErrorInfo } from '../../contract/errors.js'
import { inEnglish } from '../../contract/words/said.js'
import { told } from '../../contract/words/say.js'
import { LatchkeyError } from '../core/lib/error.js'
import { problemOf } from '../core/lib/problem.js'
import type { Log } from '../core/ports.js'

/**
 * Makes of anything thrown the one error that the contract knows: FAILED with an ErrorInfo. What was not foreseen
 * becomes `internal` with an incident id, and only the log gets the whole of it.
 */
export function toFailed(error: unknown, procedure: string, log: Log): ORPCError<'FAILED', ErrorInfo> {
  const info = foreseen(error) ?? problemOf(withoutData(error), `rpc.${procedure}`, log)
  return new ORPCError('FAILED', { defined: true, message: inEnglish(info.message), data: info })
}

function foreseen(error: unknown): ErrorInfo | null {
  if (error instanceof LatchkeyError) return error.info
  if (isRefusedInput(error)) return refusedInput(error.cause)
  if (error instanceof Error && error.name === 'AbortError') return cancelled
  return null
}

const cancelled: ErrorInfo = { code: 'cancelled', message: 'This was cancelled.', retryable: true }

function isRefusedInput(error: unknown): error is ORPCError<string, unknown> & { cause: ValidationError } {
  return error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError
}

/** The contract's own sentence where the field has one; it ends with a full stop, zod's own phrases don't. */
function refusedInput({ issues }: ValidationError): ErrorInfo {
  const [first] = issues
  const said = first?.message ?? told`it is not as expected`
  const message = said.endsWith('.') ? said : `The value of "${pathOf(first)}" can't be used: ${said}.`
  return { code: 'input-invalid', message, advice: 'Correct it and try again.', retryable: false }
}

/** A refused output carries the output itself, which may be the very secret that must not leave: only the paths stay. */
function withoutData(error: unknown): unknown {
  const refused = error instanceof ORPCError ? error.cause : error
  if (!(refused instanceof ValidationError)) return error
  const places = refused.issues.map((issue) => `${pathOf(issue)}: ${issue.message}`)
  return new Error(`Output is not as the contract says. ${places.join('; ')}`)
}

function pathOf(issue: ValidationError['issues'][number] | undefined): string {
  return (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}

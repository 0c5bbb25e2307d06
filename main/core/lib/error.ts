import type { ErrorCode, ErrorInfo } from '../../../contract/errors.js'
import { redactText } from '../../../contract/redact.js'
import type { Remedy } from '../../../contract/remedies.js'
import { inEnglish, type Said } from '../../../contract/words/said.js'

export interface ErrorParts {
  /** What to do next, one sentence. */
  advice?: Said
  retryable?: boolean
  /** The other side's own words; what looks like a secret is taken out of them on the way to the window. */
  detail?: string
  /** What the user can change about the connection. */
  remedies?: Remedy[]
  /** The host on the way that it is about. */
  hop?: NonNullable<ErrorInfo['hop']>
  /** The account whose cloud failed. */
  accountId?: string
  cause?: unknown
}

/** A foreseen failure: a code, a sentence for the user, and the cause for the log. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    private readonly parts: ErrorParts = {},
  ) {
    super(message, { cause: parts.cause })
  }

  /** The same failure with something more said of it. */
  with(more: ErrorParts, message = this.message): LatchkeyError {
    return new LatchkeyError(this.code, message, { ...this.parts, ...more })
  }

  get info(): ErrorInfo {
    const { advice, detail, retryable = false, remedies = [], hop, accountId } = this.parts
    return {
      code: this.code,
      message: redactText(this.message),
      retryable,
      ...(advice === undefined ? {} : { advice: redactText(inEnglish(advice)) }),
      ...(detail === undefined ? {} : { detail: redactText(detail) }),
      ...(remedies.length === 0 ? {} : { remedies }),
      ...(hop === undefined ? {} : { hop }),
      ...(accountId === undefined ? {} : { accountId }),
    }
  }
}

/** Whether it is a foreseen failure; with `code`, whether it is that one. */
export function isLatchkeyError(error: unknown, code?: ErrorCode): error is LatchkeyError {
  return error instanceof LatchkeyError && (code === undefined || error.code === code)
}

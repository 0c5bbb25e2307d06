import type { ErrorCode } from '../../../contract/errors.js'
import { type ErrorParts, LatchkeyError } from '../lib/error.js'

export interface CloudErrorParts extends ErrorParts {
  /**
   * What the pacer may do about it. `refused-for-now`: the call was not carried out and may be repeated later.
   * `lost`: whether it was carried out is not known; a read may be repeated, a write only after looking.
   * `under-way`: as `lost`, and the cloud may still be at it: nothing is repeated, only looked after.
   */
  again?: 'refused-for-now' | 'lost' | 'under-way'
  /** How long the cloud asks to wait, in milliseconds. */
  afterMs?: number
}

/** A cloud's failure with what the pacer needs to know. Adapters translate the vendor's failures into it. */
export class CloudError extends LatchkeyError {
  readonly again: CloudErrorParts['again']
  readonly afterMs: number | undefined

  constructor(code: ErrorCode, message: string, parts: CloudErrorParts = {}) {
    super(code, message, { retryable: parts.again !== undefined, ...parts })
    this.again = parts.again
    this.afterMs = parts.afterMs
  }
}

/** What a call throws whose signal was aborted. */
export function cancelledError(cause: unknown): LatchkeyError {
  return new LatchkeyError('cancelled', 'This was cancelled.', { retryable: true, cause })
}

/** A cloud made a key pair and its answer, with the private half, did not arrive. What it made was deleted. */
export function privateHalfLost(): LatchkeyError {
  return new LatchkeyError(
    'cloud-failed',
    'The cloud made a key pair, but its private half was lost on the way.',
    {
      advice:
        'What the cloud made was deleted there. Try again, or make the key pair in Latchkey and push it.',
      retryable: true,
    },
  )
}

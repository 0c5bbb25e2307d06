import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ErrorInfo } from './errors.js'

/** Every procedure can fail in one way only: with an ErrorInfo. */
export const procedure = oc.errors({ FAILED: { data: ErrorInfo } })

export const Id = z.string().min(1).max(200)
/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const Time = z.iso.datetime()
/** For procedures that answer nothing. */
export const Nothing = z.void()

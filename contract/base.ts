import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ErrorInfo } from './errors.js'

/** Every procedure can fail in one way only: with an ErrorInfo. */
export const procedure = oc.errors({ FAILED: { data: ErrorInfo } })

export const Id = z.string().min(1).max(200)
/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
export const Time = z.iso.datetime()
/**
 * Without control characters, and without those that turn the direction of the text around them (Unicode's
 * Bidi_Control), with which one name can be made to look like another.
 */
export const isPlainText = (text: string) => !/[\p{Cc}\p{Bidi_Control}]/u.test(text)

/** A text from elsewhere as what it is: each character that `isPlainText` refuses by its number, as `\\u{202e}`. */
export const asPlainText = (text: string) => (/^[ -~]*$/.test(text) ? text : escaped(text))

const escaped = (text: string) =>
  text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)

/**
 * Who logs in. What OpenSSH's client refuses of a user name (ssh.c, valid_ruser) is refused here too, and blanks:
 * an instance would be stopped for a login that can't succeed.
 */
export const LoginUser = z
  .string()
  .trim()
  .min(1, 'The login needs a user.')
  .max(64, 'A login user has at most 64 characters.')
  .refine(
    (user) => isPlainText(user) && !/^-|[\s'`";&<>|(){}]|\\$/.test(user),
    'This can not be a login user: no blanks, quotes or shell characters.',
  )

/** For procedures that answer nothing. */
export const Nothing = z.void()

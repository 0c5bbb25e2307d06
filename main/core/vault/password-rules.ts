import { LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'

const MIN_CHARACTERS = 8

/** What a new password must be. Characters as people count them. Throws `password-weak`. */
export function checkNewPassword(password: string): void {
  if ([...password].length >= MIN_CHARACTERS) return
  throw new LatchkeyError('password-weak', `A password needs at least ${MIN_CHARACTERS} characters.`, {
    advice: 'Choose a longer one. Several words are easy to remember and hard to guess.',
  })
}

/** Hands the password over as UTF-8 bytes, taken as typed, and wipes them after. Null for none. */
export async function withPassword<T>(
  password: string | null | undefined,
  use: (bytes: Uint8Array | null) => Promise<T>,
): Promise<T> {
  if (password === null || password === undefined) return use(null)
  const bytes = new TextEncoder().encode(password)
  try {
    return await use(bytes)
  } finally {
    wipe(bytes)
  }
}

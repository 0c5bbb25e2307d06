import { LatchkeyError } from '../lib/error.js'

const MIN_CHARACTERS = 8

/** What a new password must be. Characters as people count them. Throws `password-weak`. */
export function checkNewPassword(password: string): void {
  if ([...password].length >= MIN_CHARACTERS) return
  throw new LatchkeyError('password-weak', `A password needs at least ${MIN_CHARACTERS} characters.`, {
    advice: 'Choose a longer one. Several words are easy to remember and hard to guess.',
  })
}

import { LatchkeyError } from '../lib/error.js'

const FEWEST_CHARACTERS = 8

/** OpenSSL's and OpenSSH's prompts take 1023 bytes. */
const MOST_BYTES = 1023

/**
 * What a file that leaves the vault may be protected with. The file can be attacked for as long as somebody has it, and
 * no program slows that down: hence a least length. Throws `passphrase-weak`, and `input-invalid` for what the prompt of
 * another program would not take.
 */
export function requireGoodPassphrase(passphrase: string): void {
  const length = [...passphrase].length
  if (length < FEWEST_CHARACTERS)
    throw new LatchkeyError('passphrase-weak', `A passphrase of ${length} characters is soon guessed.`, {
      advice: `Take at least ${FEWEST_CHARACTERS} characters; four or more words at random are good and easy to type.`,
    })
  if (/\p{Cc}/u.test(passphrase))
    throw new LatchkeyError('input-invalid', 'The passphrase holds a control character.', {
      advice: 'Leave out line breaks and tabs; no prompt would take them.',
    })
  if (Buffer.byteLength(passphrase) > MOST_BYTES)
    throw new LatchkeyError('input-invalid', 'The passphrase is longer than other programs take.', {
      advice: `Take at most ${MOST_BYTES} bytes.`,
    })
}

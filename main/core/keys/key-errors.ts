import { LatchkeyError } from '../lib/error.js'

/** The private key is of a kind that Latchkey knows and its content can't be right. `why` completes "…is damaged: ". */
export function damagedKey(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('key-damaged', `The private key is damaged: ${why}.`, {
    advice: 'Take it again from its backup or from where it was made, whole and unchanged.',
    cause,
  })
}

export function passphraseNeeded(): LatchkeyError {
  return new LatchkeyError('passphrase-needed', 'The private key is protected by a passphrase.', {
    advice: 'Enter the passphrase that was set when the key pair was made.',
    retryable: true,
  })
}

export function passphraseWrong(cause?: unknown): LatchkeyError {
  return new LatchkeyError('passphrase-wrong', 'The passphrase does not open this private key.', {
    advice: 'Mind capitals and blanks at the ends. If the passphrase is right, the file is damaged.',
    retryable: true,
    cause,
  })
}

/** Using the file would take longer than anyone would wait. `asks` completes "The private key asks for ". */
export function tooCostly(asks: string, advice: string): LatchkeyError {
  return new LatchkeyError(
    'key-too-costly',
    `The private key asks for ${asks}, which is more work than Latchkey does.`,
    { advice },
  )
}

/** The file is encrypted in a way that Latchkey does not read. */
export function unsupportedCipher(name: string): LatchkeyError {
  return new LatchkeyError('key-type-unsupported', `Latchkey does not read keys encrypted with ${name}.`, {
    advice: 'On a copy of the file, change that with: ssh-keygen -p -Z aes256-ctr -f FILE',
  })
}

import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'

/** The key is of a kind that Latchkey knows and its content can't be right. `why` completes "…is damaged: ". */
export function damagedKey(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('key-damaged', `The private key is damaged: ${why}.`, {
    advice: 'Take it again from its backup or from where it was made, whole and unchanged.',
    cause,
  })
}

/** As `damagedKey`, of a public key. */
export function damagedPublicKey(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('key-damaged', `The public key is damaged: ${why}.`, {
    advice: 'Take it again from where it was made.',
    cause,
  })
}

/** What `damagedPublicKey` has said, of the public half in a private key file. */
export function damagedPublicHalf(found: LatchkeyError): LatchkeyError {
  const message = found.message.replace(/^The public key/, told`The public half in this private key file`)
  return new LatchkeyError('key-damaged', message, {
    advice: 'Take the file again from its backup or from where it was made, whole and unchanged.',
    cause: found,
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

/** The file is encrypted in a way that Latchkey does not read. `advice` says how to encrypt it otherwise. */
export function unsupportedCipher(name: string, advice: string): LatchkeyError {
  return new LatchkeyError('key-type-unsupported', `Latchkey does not read keys encrypted with ${name}.`, {
    advice,
  })
}

/** The `key-type-unsupported` error for a kind of key that Latchkey doesn't take. */
export function unsupportedType(
  what: string,
  advice = 'Use an Ed25519, RSA or ECDSA key pair.',
  cause?: unknown,
): LatchkeyError {
  return new LatchkeyError('key-type-unsupported', `Latchkey can't use this kind of key: ${what}.`, {
    advice,
    cause,
  })
}

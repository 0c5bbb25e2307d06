import { LatchkeyError } from '../lib/error.js'
import { closeBox, openBox } from './box.js'

/*
 * One secret under the data key: four bytes that begin nothing else Latchkey keeps (a private key is DER, an account's
 * secret is JSON), then a box that is bound to the secret's name.
 */

const MAGIC = Buffer.from([0x00, 0x4c, 0x4b, 0x01])

export function isSealedItem(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length))
}

export function sealItem(name: string, secret: Uint8Array, dataKey: Uint8Array): Uint8Array {
  return Buffer.concat([MAGIC, closeBox(secret, dataKey, Buffer.from(name))])
}

/** A fresh buffer that the caller wipes. Throws `vault-damaged`. */
export function openItem(name: string, bytes: Uint8Array, dataKey: Uint8Array): Uint8Array {
  const secret = openBox(bytes.subarray(MAGIC.length), dataKey, Buffer.from(name))
  if (secret === null)
    throw new LatchkeyError(
      'vault-damaged',
      `The secret "${name}" in the keychain does not match its seal.`,
      {
        advice: 'Nothing was changed. Put the keychain back from a backup, or import the key again.',
      },
    )
  return secret
}

export function lockIsMissing(name: string): LatchkeyError {
  return new LatchkeyError(
    'vault-damaged',
    `The secret "${name}" is protected by a password, but the vault's lock is not in the keychain.`,
    { advice: 'Nothing was changed. Put the keychain back from a backup.' },
  )
}

export function notProtected(name: string): LatchkeyError {
  return new LatchkeyError(
    'vault-damaged',
    `The secret "${name}" in the keychain is not protected by the vault's password, so it is not used.`,
    {
      advice:
        'Somebody else has written it, or it comes from a backup. If that was you, remove the vault’s password and set it again.',
    },
  )
}

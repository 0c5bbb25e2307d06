import { createHash } from 'node:crypto'
import { z } from 'zod'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { isAffordable, PasswordLock } from './password-lock.js'

/*
 * The lock of a store that knows no passwords itself, as an item of that store: a line of JSON, then SHA-256 over it,
 * which tells damage from a wrong password.
 *
 * The phase says what may be found beside it. It is part of the lock's purpose, so nobody without the password can
 * bring the vault to take or to write a secret without protection.
 *
 *   closing   a password has just been set: secrets that are not yet encrypted are allowed, and encrypted next
 *   closed    every secret is encrypted
 *   opening   the password is being removed: secrets are decrypted, and the lock goes last
 */

export const LOCK_NAME = 'lock'
const DIGEST_BYTES = 32

const LockItem = z.strictObject({
  format: z.literal('latchkey-lock'),
  version: z.literal(1),
  phase: z.enum(['closing', 'closed', 'opening']),
  lock: PasswordLock,
})
export type LockItem = Pick<z.infer<typeof LockItem>, 'phase' | 'lock'>

export function purposeOf(phase: LockItem['phase']): string {
  return `latchkey-lock/${phase}`
}

export function encodeLockItem({ phase, lock }: LockItem): Uint8Array {
  const item: z.infer<typeof LockItem> = { format: 'latchkey-lock', version: 1, phase, lock }
  const line = Buffer.from(`${JSON.stringify(item)}\n`)
  return Buffer.concat([line, sha256(line)])
}

/** Throws `vault-damaged`, also for a lock that asks for more than Latchkey ever does. */
export function decodeLockItem(bytes: Uint8Array): LockItem {
  const line = bytes.subarray(0, -DIGEST_BYTES)
  if (!sha256(line).equals(bytes.subarray(-DIGEST_BYTES))) throw damagedLock(told`its checksum is wrong`)
  const { phase, lock } = parse(line)
  if (!isAffordable(lock))
    throw damagedLock(told`it asks for more memory or time to open than Latchkey ever does`)
  return { phase, lock }
}

function parse(line: Uint8Array): LockItem {
  try {
    return LockItem.parse(JSON.parse(Buffer.from(line).toString('utf8')))
  } catch (cause) {
    throw damagedLock(told`it is not one that this version of Latchkey reads`, cause)
  }
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

function damagedLock(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('vault-damaged', `The vault's lock in the keychain can't be read: ${why}.`, {
    advice:
      'Nothing was changed. Put the keychain back from a backup, or use a newer Latchkey if one wrote it.',
    cause,
  })
}

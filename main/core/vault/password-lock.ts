import { randomBytes, randomFillSync } from 'node:crypto'
import { z } from 'zod'
import { plural, told } from '../../../contract/words/say.js'
import { argon2 } from '../lib/argon2.js'
import { LatchkeyError } from '../lib/error.js'
import { newSecret, wipe } from '../lib/wipe.js'
import { BOX_BYTES, closeBox, openBox } from './box.js'

/*
 * The lock that a password opens, the same for a sealed file and over a keychain: Argon2id (RFC 9106) makes a key of the
 * password's UTF-8 bytes, taken as typed, and this key closes a box with the data key in it. The secrets are under the
 * data key, which is random, so that another password or other parameters touch nothing but the lock.
 */

const KEY_BYTES = 32

/** What the password is made to cost whoever guesses. `memory` in KiB. */
export interface PasswordCost {
  memory: number
  passes: number
  lanes: number
}

/** docs/decisions says how it was chosen. A lock with less is closed anew when it is opened. */
export const todaysCost: PasswordCost = { memory: 256 * 1024, passes: 2, lanes: 4 }

/** What a stored lock may ask for before anything is begun: 1 GiB, and eight times the work of today's. */
const MOST_MEMORY = 1024 * 1024
const MOST_WORK = 4 * MOST_MEMORY
const MOST_LANES = 16

const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, told`must be ${bytes} bytes`)

export const PasswordLock = z.strictObject({
  kdf: z.strictObject({
    name: z.literal('argon2id'),
    /** 19 is version 1.3. */
    version: z.literal(19),
    memory: z.int().min(8),
    passes: z.int().min(1),
    lanes: z.int().min(1).max(MOST_LANES),
    salt: base64(16),
  }),
  /** The box with the data key. */
  key: base64(KEY_BYTES + BOX_BYTES),
})
export type PasswordLock = z.infer<typeof PasswordLock>
type Kdf = PasswordLock['kdf']

export function newDataKey(): Uint8Array {
  return randomFillSync(newSecret(KEY_BYTES))
}

/** `purpose` is bound to the lock: with another one it doesn't open. */
export async function closeLock(
  dataKey: Uint8Array,
  password: Uint8Array,
  { purpose, cost }: { purpose: string; cost: PasswordCost },
): Promise<PasswordLock> {
  const { memory, passes, lanes } = cost
  const salt = randomBytes(16).toString('base64')
  const kdf: Kdf = { name: 'argon2id', version: 19, memory, passes, lanes, salt }
  const key = await keyOf(password, kdf)
  try {
    return { kdf, key: closeBox(dataKey, key, contextOf(kdf, purpose)).toString('base64') }
  } finally {
    wipe(key)
  }
}

/**
 * The data key, which the caller wipes. Throws `password-wrong`; a lock that was tampered with looks the same, so whoever
 * stores it adds a checksum. The lock's cost is to be within bounds (`isAffordable`).
 */
export async function openLock(
  lock: PasswordLock,
  password: Uint8Array,
  purpose: string,
): Promise<Uint8Array> {
  const key = await keyOf(password, lock.kdf)
  try {
    const dataKey = openBox(Buffer.from(lock.key, 'base64'), key, contextOf(lock.kdf, purpose))
    if (dataKey === null) throw wrongPassword()
    return dataKey
  } finally {
    wipe(key)
  }
}

/** Whether a lock that comes from outside asks for no more than Latchkey is ready to spend. */
export function isAffordable({ kdf: { memory, passes, lanes } }: PasswordLock): boolean {
  return memory <= MOST_MEMORY && memory * passes <= MOST_WORK && memory >= 8 * lanes
}

export function isWeaker({ kdf }: PasswordLock, cost: PasswordCost): boolean {
  return kdf.memory < cost.memory || kdf.passes < cost.passes
}

/** E.g. "Argon2id, 256 MiB, 2 passes". */
export function describeCost({ kdf: { memory, passes } }: PasswordLock): string {
  const size = memory < 1024 ? told`${memory} KiB` : told`${Math.round(memory / 1024)} MiB`
  return told`Argon2id, ${size}, ${plural(passes, '# pass', '# passes')}`
}

export function wrongPassword(): LatchkeyError {
  return new LatchkeyError('password-wrong', 'This is not the password of the vault.', {
    advice: 'Check the keyboard layout and Caps Lock, then try again. Blanks count.',
  })
}

function keyOf(password: Uint8Array, { memory, passes, lanes, salt }: Kdf): Promise<Buffer> {
  const bytes = Buffer.from(salt, 'base64')
  return argon2({ variant: 'argon2id', password, salt: bytes, memory, passes, lanes, length: KEY_BYTES })
}

function contextOf({ name, version, memory, passes, lanes, salt }: Kdf, purpose: string): Uint8Array {
  return Buffer.from(JSON.stringify([purpose, name, version, memory, passes, lanes, salt]))
}

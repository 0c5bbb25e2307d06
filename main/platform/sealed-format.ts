import { z } from 'zod'
import { told } from '../../contract/words/say.js'
import { wipeOnFailure } from '../core/lib/wipe.js'
import { closeBox, openBox } from '../core/vault/box.js'
import {
  closeLock,
  isAffordable,
  newDataKey,
  openLock,
  type PasswordCost,
  PasswordLock,
} from '../core/vault/password-lock.js'
import { parseHeader1, unseal1 } from './sealed-format-1.js'
import {
  asksTooMuch,
  damaged,
  notReadable,
  putTogether,
  type SealedParts,
  takeApart,
} from './sealed-parts.js'

/*
 * The sealed file, version 2: a header with the password's lock, and as its body a box under the lock's data key, bound
 * to the header's whole line.
 */

const PURPOSE = 'latchkey-sealed-file'

const Header = z.strictObject({
  format: z.literal('latchkey-sealed-file'),
  version: z.literal(2),
  lock: PasswordLock,
})

/** The lock of an opened file and the data key in it. Wipe `key` when done. */
export interface Seal {
  lock: PasswordLock
  key: Uint8Array
}

/** A new data key behind a password. */
export async function newSeal(password: Uint8Array, cost: PasswordCost): Promise<Seal> {
  const key = newDataKey()
  const lock = await wipeOnFailure(key, () => closeLock(key, password, { purpose: PURPOSE, cost }))
  return { key, lock }
}

/** Encrypts under a nonce that is used once. */
export function seal(plain: Uint8Array, { lock, key }: Seal): Buffer {
  const header: z.infer<typeof Header> = { format: 'latchkey-sealed-file', version: 2, lock }
  const line = Buffer.from(`${JSON.stringify(header)}\n`)
  return putTogether(line, closeBox(plain, key, line))
}

/** The plain content, in a buffer that the caller wipes. Throws `vault-damaged`, also for a file with another seal. */
export function unseal(file: Uint8Array, { key }: Seal): Buffer {
  const { line, body } = takeApart(file)
  const plain = openBox(body, key, line)
  if (plain === null) throw damaged(told`its content does not match its seal`)
  return plain
}

/**
 * Opens a file of any version with its password. `seal` is null where it has to be sealed anew because its version is
 * old. The caller wipes `plain`. Throws `password-wrong`, or `vault-damaged` for a file that is not whole or asks for too
 * much.
 */
export async function openSealed(
  file: Uint8Array,
  password: Uint8Array,
): Promise<{ plain: Buffer; seal: Seal | null }> {
  const parts = takeApart(file)
  if (versionOf(parts) === 1) return { plain: await unseal1(password, parts), seal: null }
  const { lock } = parseHeader(parts.header)
  const found = { lock, key: await openLock(lock, password, PURPOSE) }
  return wipeOnFailure(found.key, async () => ({ plain: unseal(file, found), seal: found }))
}

/** Throws `vault-damaged` unless the file is whole and of a kind that this version reads. Needs no password. */
export function checkSealedFile(file: Uint8Array): void {
  const parts = takeApart(file)
  if (versionOf(parts) === 1) parseHeader1(parts.header)
  else parseHeader(parts.header)
}

function versionOf({ header }: SealedParts): unknown {
  return z.object({ version: z.unknown() }).safeParse(header).data?.version
}

function parseHeader(header: unknown): z.infer<typeof Header> {
  const parsed = Header.safeParse(header)
  if (!parsed.success) throw notReadable(parsed.error)
  if (!isAffordable(parsed.data.lock)) throw asksTooMuch()
  return parsed.data
}

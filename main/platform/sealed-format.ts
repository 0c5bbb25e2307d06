import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { LatchkeyError } from '../core/lib/error.js'
import { wipe } from '../core/lib/wipe.js'

/*
 * The sealed file, version 1:
 *
 *   header   one line of JSON, ended by a line feed; the whole line is the additional data of the cipher
 *   body     AES-256-GCM (NIST SP 800-38D) ciphertext, then its tag of 16 bytes
 *   digest   SHA-256 over everything before it: tells a damaged file from a wrong password, without a password
 *
 * scrypt (RFC 7914) makes 64 bytes of the password's UTF-8 bytes, taken as typed: the first 32 are the key, SHA-256
 * over the last 32 is the header's check value.
 */

const DIGEST_BYTES = 32
const TAG_BYTES = 16
const KEY_BYTES = 32

export interface ScryptCost {
  N: number
  r: number
  p: number
}

/** OWASP's choice for scrypt: 128 MiB, about 0.6 s on a desktop. */
export const defaultCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** What a file may ask for at most: 512 MiB and a few seconds. */
const MAX_SCRYPT_BYTES = 512 * 2 ** 20
const MAX_SCRYPT_P = 4

const base64 = (bytes: number) =>
  z.base64().refine((text) => Buffer.from(text, 'base64').length === bytes, `must be ${bytes} bytes`)

const Header = z.strictObject({
  format: z.literal('latchkey-sealed-file'),
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z
      .int()
      .min(2 ** 14)
      .refine((n) => Number.isInteger(Math.log2(n)), 'must be a power of two'),
    r: z.int().min(1),
    p: z.int().min(1),
    salt: base64(16),
    check: base64(32),
  }),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), nonce: base64(12) }),
})
type Header = z.infer<typeof Header>
export type Kdf = Header['kdf']

/** The key of an opened file and the derivation that leads to it. Wipe `key` when done. */
export interface SealKey {
  kdf: Kdf
  key: Uint8Array
}

/** A key for a new file, under a fresh salt. */
export async function newSealKey(password: string, cost: ScryptCost): Promise<SealKey> {
  const kdf = { name: 'scrypt' as const, ...cost, salt: randomBytes(16).toString('base64') }
  const { key, check } = await derive(password, kdf)
  return { key, kdf: { ...kdf, check } }
}

/** The file's key. Throws `password-wrong`, or `vault-damaged` for a file that is not whole or asks for too much. */
export async function findSealKey(password: string, file: Uint8Array): Promise<SealKey> {
  const { kdf } = readHeader(file).header
  const { key, check } = await derive(password, kdf)
  if (check === kdf.check) return { kdf, key }
  wipe(key)
  throw new LatchkeyError('password-wrong', 'This is not the password of the sealed file.', {
    advice: 'Check the keyboard layout and Caps Lock, then try again. Blanks count.',
  })
}

/** Encrypts under a nonce that is used once. */
export function seal(plain: Uint8Array, { kdf, key }: SealKey): Uint8Array {
  const nonce = randomBytes(12)
  const header: Header = {
    format: 'latchkey-sealed-file',
    version: 1,
    kdf,
    cipher: { name: 'aes-256-gcm', nonce: nonce.toString('base64') },
  }
  const line = Buffer.from(`${JSON.stringify(header)}\n`)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(line)
  const content = Buffer.concat([line, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return Buffer.concat([content, sha256(content)])
}

/** The plain content, in a buffer that the caller wipes. Throws `vault-damaged`. */
export function unseal(file: Uint8Array, { key }: SealKey): Uint8Array {
  const { header, line, body } = readHeader(file)
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.cipher.nonce, 'base64'))
  decipher.setAAD(line).setAuthTag(body.subarray(-TAG_BYTES))
  const plain = decipher.update(body.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
    return plain
  } catch (cause) {
    wipe(plain)
    throw damaged('its content does not match its seal', cause)
  }
}

/** Throws `vault-damaged` unless the file is whole and of a kind that this version reads. Needs no password. */
export function checkSealedFile(file: Uint8Array): void {
  readHeader(file)
}

function readHeader(file: Uint8Array): { header: Header; line: Uint8Array; body: Uint8Array } {
  const content = file.subarray(0, -DIGEST_BYTES)
  if (!sha256(content).equals(file.subarray(-DIGEST_BYTES))) throw damaged('its checksum is wrong')
  const end = content.indexOf(0x0a) + 1
  const line = content.subarray(0, end)
  const body = content.subarray(end)
  if (end === 0 || body.length < TAG_BYTES) throw damaged('it is cut short')
  return { header: parseHeader(line), line, body }
}

function parseHeader(line: Uint8Array): Header {
  const header = parse(line)
  const { N, r, p } = header.kdf
  if (128 * N * r > MAX_SCRYPT_BYTES || p > MAX_SCRYPT_P) {
    throw damaged('it asks for more memory or time to open than Latchkey ever does')
  }
  return header
}

function parse(line: Uint8Array): Header {
  try {
    return Header.parse(JSON.parse(Buffer.from(line).toString('utf8')))
  } catch (cause) {
    throw damaged('its header is not one that this version of Latchkey reads', cause)
  }
}

async function derive(
  password: string,
  { N, r, p, salt }: Omit<Kdf, 'check'>,
): Promise<{ key: Uint8Array; check: string }> {
  const secret = Buffer.from(password, 'utf8')
  const derived = await runScrypt(secret, Buffer.from(salt, 'base64'), { N, r, p })
  const key = Buffer.from(derived.subarray(0, KEY_BYTES))
  const check = sha256(derived.subarray(KEY_BYTES)).toString('base64')
  wipe(secret, derived)
  return { key, check }
}

/** On libuv's thread pool: the main thread stays free. */
function runScrypt(password: Buffer, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const options = { ...cost, maxmem: 128 * cost.N * cost.r + 2 ** 20 * cost.p + 2 ** 20 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 2 * KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

function damaged(why: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('vault-damaged', `The sealed file can't be read: ${why}.`, { cause })
}

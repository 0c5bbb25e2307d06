import { createDecipheriv, createHash, scrypt } from 'node:crypto'
import { z } from 'zod'
import { told } from '../../contract/words/say.js'
import { decryptSecret } from '../core/lib/decipher.js'
import { wipe } from '../core/lib/wipe.js'
import { wrongPassword } from '../core/vault/password-lock.js'
import { asksTooMuch, damaged, notReadable, type SealedParts } from './sealed-parts.js'

/*
 * The sealed file, version 1, which is read and not written any more:
 *
 *   header   the whole line is the additional data of the cipher
 *   body     AES-256-GCM (NIST SP 800-38D) ciphertext, then its tag of 16 bytes
 *
 * scrypt (RFC 7914) makes 64 bytes of the password's UTF-8 bytes, taken as typed: the first 32 are the key, SHA-256
 * over the last 32 is the header's check value.
 */

const TAG_BYTES = 16
const KEY_BYTES = 32

/** What a file may ask for at most: 512 MiB and a few seconds. */
const MAX_SCRYPT_BYTES = 512 * 2 ** 20
const MAX_SCRYPT_P = 4

const Header = z.strictObject({
  format: z.literal('latchkey-sealed-file'),
  version: z.literal(1),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z
      .int()
      .min(2 ** 14)
      .refine((n) => Number.isInteger(Math.log2(n)), told`must be a power of two`),
    r: z.int().min(1),
    p: z.int().min(1),
    salt: z.base64().length(24),
    check: z.base64().length(44),
  }),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), nonce: z.base64().length(16) }),
})
type Header = z.infer<typeof Header>

/** Throws `vault-damaged` unless the header is one that can be read and asks for no more than allowed. */
export function parseHeader1(header: unknown): Header {
  const parsed = Header.safeParse(header)
  if (!parsed.success) throw notReadable(parsed.error)
  const { N, r, p } = parsed.data.kdf
  if (128 * N * r > MAX_SCRYPT_BYTES || p > MAX_SCRYPT_P) throw asksTooMuch()
  return parsed.data
}

/** The plain content, in a buffer that the caller wipes. Throws `password-wrong` and `vault-damaged`. */
export async function unseal1(password: Uint8Array, { header, line, body }: SealedParts): Promise<Buffer> {
  const { kdf, cipher } = parseHeader1(header)
  const derived = await derive(password, kdf)
  try {
    const check = createHash('sha256').update(derived.subarray(KEY_BYTES)).digest('base64')
    if (check !== kdf.check) throw wrongPassword()
    return decrypt(derived.subarray(0, KEY_BYTES), Buffer.from(cipher.nonce, 'base64'), line, body)
  } finally {
    wipe(derived)
  }
}

function decrypt(key: Uint8Array, nonce: Uint8Array, line: Uint8Array, body: Uint8Array): Buffer {
  if (body.length < TAG_BYTES) throw damaged(told`it is cut short`)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(line).setAuthTag(body.subarray(-TAG_BYTES))
  const plain = decryptSecret(decipher, body.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
    return plain
  } catch (cause) {
    wipe(plain)
    throw damaged(told`its content does not match its seal`, cause)
  }
}

/** On libuv's thread pool: the main thread stays free. */
function derive(password: Uint8Array, { N, r, p, salt }: Header['kdf']): Promise<Buffer> {
  const options = { N, r, p, maxmem: 128 * N * r + 2 ** 20 * p + 2 ** 20 }
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'base64'), 2 * KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

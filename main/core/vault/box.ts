import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { decryptSecret } from '../lib/decipher.js'
import { wipe } from '../lib/wipe.js'

/*
 * A box: a nonce of 12 random bytes, the ciphertext of AES-256-GCM (NIST SP 800-38D), its tag of 16 bytes. A random
 * nonce is safe for 2^32 boxes under one key.
 */

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** How much longer a box is than what is in it. */
export const BOX_BYTES = NONCE_BYTES + TAG_BYTES

/** `context` isn't in the box: only who names the same one opens it. */
export function closeBox(plain: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** A fresh buffer that the caller wipes; null where key, context or a single bit is another. */
export function openBox(box: Uint8Array, key: Uint8Array, context: Uint8Array): Buffer | null {
  if (box.length < BOX_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES))
  decipher.setAAD(context).setAuthTag(box.subarray(-TAG_BYTES))
  const plain = decryptSecret(decipher, box.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
    return plain
  } catch (_doesNotFit) {
    wipe(plain)
    return null
  }
}

import { createDecipheriv } from 'node:crypto'
import { decryptSecret } from '../../lib/decipher.js'
import { wipe } from '../../lib/wipe.js'

/** A block cipher in CBC mode, by the name that users know. */
export interface CbcCipher {
  name: string
  keyLength: number
  /** Of the IV too. */
  blockLength: number
}

/**
 * Decrypts and, with `padded`, takes off PKCS#7 padding. Answers a buffer that the caller wipes. Throws node:crypto's
 * error where the padding is wrong. DES is triple DES with one key three times, since OpenSSL 3 and BoringSSL have no
 * single DES.
 */
export function decryptCbc(
  { name, keyLength, blockLength }: CbcCipher,
  { key, iv, padded }: { key: Buffer; iv: Buffer; padded: boolean },
  data: Buffer,
): Buffer {
  const wholeKey = keyLength === 8 ? Buffer.concat([key, key, key]) : Buffer.from(key)
  const decipher = createDecipheriv(OPENSSL_NAMES[name] ?? name, wholeKey, iv).setAutoPadding(padded)
  const pieces: Buffer[] = []
  try {
    pieces.push(decryptSecret(decipher, data, blockLength), decipher.final())
    return Buffer.concat(pieces)
  } finally {
    wipe(wholeKey, ...pieces)
  }
}

const OPENSSL_NAMES: Record<string, string> = {
  'aes128-cbc': 'aes-128-cbc',
  'aes192-cbc': 'aes-192-cbc',
  'aes256-cbc': 'aes-256-cbc',
  '3des-cbc': 'des-ede3-cbc',
  'des-cbc': 'des-ede3-cbc',
}

export const cbcCiphers = {
  aes128: { name: 'aes128-cbc', keyLength: 16, blockLength: 16 },
  aes192: { name: 'aes192-cbc', keyLength: 24, blockLength: 16 },
  aes256: { name: 'aes256-cbc', keyLength: 32, blockLength: 16 },
  des3: { name: '3des-cbc', keyLength: 24, blockLength: 8 },
  des: { name: 'des-cbc', keyLength: 8, blockLength: 8 },
} as const

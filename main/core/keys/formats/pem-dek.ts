import { createHash } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong, unsupportedCipher } from '../key-errors.js'
import { type CbcCipher, cbcCiphers, decryptCbc } from './cbc-cipher.js'

/** How a PEM block with a `DEK-Info` line is encrypted (RFC 1421 §4.6.1.3, as OpenSSL does it). */
export interface DekInfo {
  cipher: CbcCipher
  iv: Buffer
}

const ciphers: Record<string, CbcCipher> = {
  'AES-128-CBC': cbcCiphers.aes128,
  'AES-192-CBC': cbcCiphers.aes192,
  'AES-256-CBC': cbcCiphers.aes256,
  'DES-EDE3-CBC': cbcCiphers.des3,
  'DES-CBC': cbcCiphers.des,
}

const ADVICE = told`On a copy of the file, change that with: ssh-keygen -p -f FILE`

/** Reads the value of the line. Throws `key-type-unsupported` or `key-damaged`. */
export function readDekInfo(value: string, data: Buffer): DekInfo {
  const [name = '', hex = ''] = value.split(',').map((part) => part.trim())
  const cipher = ciphers[name.toUpperCase()]
  if (cipher === undefined) {
    if (/^[\w-]{1,32}$/.test(name)) throw unsupportedCipher(name, ADVICE)
    throw damagedKey(told`its cipher has no readable name`)
  }
  const iv = Buffer.from(hex, 'hex')
  if (iv.length !== cipher.blockLength || hex.length !== 2 * iv.length)
    throw damagedKey(told`its DEK-Info line is not whole`)
  if (data.length === 0 || data.length % cipher.blockLength !== 0) throw damagedKey(told`its length is wrong`)
  return { cipher, iv }
}

/** Decrypts into a buffer that the caller wipes. Throws `passphrase-wrong`. */
export function decryptDek({ cipher, iv }: DekInfo, data: Buffer, passphrase: Uint8Array): Buffer {
  const key = dekKey(passphrase, iv, cipher.keyLength)
  try {
    return decryptCbc(cipher, { key, iv, padded: true }, data)
  } catch (cause) {
    throw passphraseWrong(cause)
  } finally {
    wipe(key)
  }
}

/** OpenSSL's EVP_BytesToKey with MD5 and one iteration, as DEK-Info uses it: the salt is the first half of the IV. The caller wipes it. */
export function dekKey(passphrase: Uint8Array, iv: Buffer, length: number): Buffer {
  const salt = iv.subarray(0, 8)
  const material = Buffer.alloc(32)
  let block = Buffer.alloc(0)
  for (let at = 0; at < length; at += 16) {
    const next = createHash('md5').update(block).update(passphrase).update(salt).digest()
    wipe(block)
    block = next
    block.copy(material, at)
  }
  wipe(block)
  return material.subarray(0, length)
}

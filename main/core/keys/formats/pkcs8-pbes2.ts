import { getHashes, pbkdf2, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong, tooCostly, unsupportedCipher } from '../key-errors.js'
import { children, contentOf, DerError, type Element, INTEGER, OCTET_STRING, smallNumber } from './asn1.js'
import { untilCancelled } from './cancelled.js'
import { type CbcCipher, cbcCiphers, decryptCbc } from './cbc-cipher.js'
import { CBC, HMAC, PBES2, PBKDF2, SCRYPT } from './object-ids.js'
import { algorithmOf } from './read-der.js'

/** How PKCS#8 is encrypted under PBES2 (RFC 8018 §6.2). */
export interface Pbes2 {
  cipher: CbcCipher
  iv: Buffer
  kdf: Kdf
}

interface Kdf {
  /** E.g. "PBKDF2 with 2048 rounds of HMAC-SHA-256". */
  words: string
  /** Answers key material of `length` bytes, which the caller wipes. */
  derive(passphrase: Uint8Array, length: number): Promise<Buffer>
}

/** Some seconds. OpenSSL's default is 2048. */
const MOST_ITERATIONS = 10_000_000
/** N·r·p: about two seconds. OpenSSL's default takes 131,072. */
const MOST_SCRYPT = 8_000_000
/** In bytes. OpenSSL's default takes 16 MiB. */
const MOST_MEMORY = 512 * 1024 * 1024

const LESS = told`Make a copy that asks for less with: openssl pkcs8 -topk8 -v2 aes256 -in FILE -out COPY`
const OTHERWISE = told`Make a copy that Latchkey reads with: openssl pkcs8 -topk8 -v2 aes256 -in FILE -out COPY`

const ciphers: Record<string, CbcCipher> = {
  [CBC.aes128]: cbcCiphers.aes128,
  [CBC.aes192]: cbcCiphers.aes192,
  [CBC.aes256]: cbcCiphers.aes256,
  [CBC.des3]: cbcCiphers.des3,
  [CBC.des]: cbcCiphers.des,
}

const DEFAULT_PRF = { hash: 'sha1', words: 'HMAC-SHA-1' }
const prfs: Record<string, { hash: string; words: string }> = {
  [HMAC.md5]: { hash: 'md5', words: 'HMAC-MD5' },
  [HMAC.sha1]: DEFAULT_PRF,
  [HMAC.sha224]: { hash: 'sha224', words: 'HMAC-SHA-224' },
  [HMAC.sha256]: { hash: 'sha256', words: 'HMAC-SHA-256' },
  [HMAC.sha384]: { hash: 'sha384', words: 'HMAC-SHA-384' },
  [HMAC.sha512]: { hash: 'sha512', words: 'HMAC-SHA-512' },
  [HMAC['sha512-224']]: { hash: 'sha512-224', words: 'HMAC-SHA-512/224' },
  [HMAC['sha512-256']]: { hash: 'sha512-256', words: 'HMAC-SHA-512/256' },
}

/**
 * Reads the AlgorithmIdentifier of an EncryptedPrivateKeyInfo (RFC 5208 §6 with RFC 8018 appendix A, scrypt as in
 * RFC 7914 §7). Computes nothing. Throws `key-too-costly`, `key-type-unsupported` or `key-damaged`.
 */
export function readPbes2(algorithm: Element, data: Buffer): Pbes2 {
  try {
    const { name, parameters } = algorithmOf(algorithm)
    if (name !== PBES2) throw unsupportedCipher(told`an old password scheme (PBES1)`, OTHERWISE)
    const [kdfPart, cipherPart] = children(parameters)
    const { cipher, iv } = readCipher(algorithmOf(cipherPart))
    if (data.length === 0 || data.length % cipher.blockLength !== 0)
      throw damagedKey(told`its length is wrong`)
    return { cipher, iv, kdf: readKdf(algorithmOf(kdfPart), cipher.keyLength) }
  } catch (error) {
    if (error instanceof DerError) throw damagedKey(told`its structure is not whole`, error)
    throw error
  }
}

/** Decrypts into a buffer that the caller wipes. Throws `passphrase-wrong` or `cancelled`. */
export async function decryptPbes2(
  { cipher, iv, kdf }: Pbes2,
  data: Buffer,
  passphrase: Uint8Array,
  signal?: AbortSignal,
): Promise<Buffer> {
  const key = await untilCancelled(kdf.derive(passphrase, cipher.keyLength), signal, wipe)
  try {
    return decryptCbc(cipher, { key, iv, padded: true }, data)
  } catch (cause) {
    throw passphraseWrong(cause)
  } finally {
    wipe(key)
  }
}

type Algorithm = ReturnType<typeof algorithmOf>

function readCipher({ name, parameters }: Algorithm): Pick<Pbes2, 'cipher' | 'iv'> {
  const cipher = ciphers[name]
  if (cipher === undefined)
    throw unsupportedCipher(told`a cipher other than AES and DES in CBC mode`, OTHERWISE)
  const iv = contentOf(parameters, OCTET_STRING)
  if (iv.length !== cipher.blockLength) throw damagedKey(told`its encryption settings are not whole`)
  return { cipher, iv }
}

function readKdf({ name, parameters }: Algorithm, keyLength: number): Kdf {
  const [saltPart, ...settings] = children(parameters)
  if (name !== PBKDF2 && name !== SCRYPT)
    throw unsupportedCipher(told`a key derivation other than PBKDF2 and scrypt`, OTHERWISE)
  const salt = contentOf(saltPart, OCTET_STRING)
  const numbers = settings.filter(({ tag }) => tag === INTEGER).map(smallNumber)
  const own = name === PBKDF2 ? 1 : 3
  if (numbers.length > own && numbers[own] !== keyLength)
    throw damagedKey(told`its encryption settings differ`)
  return name === PBKDF2 ? readPbkdf2(salt, numbers, settings.at(-1)) : readScrypt(salt, numbers)
}

function readPbkdf2(salt: Buffer, [iterations = 0]: number[], last: Element | undefined): Kdf {
  const prf = last === undefined || last.tag === INTEGER ? DEFAULT_PRF : prfs[algorithmOf(last).name]
  // Electron's BoringSSL lacks those of SHA-512 that are cut short.
  if (prf === undefined || !getHashes().includes(prf.hash))
    throw unsupportedCipher(told`PBKDF2 with a hash that it does not know`, OTHERWISE)
  if (iterations < 1) throw damagedKey(told`its encryption settings are empty`)
  const rounds = Number.isFinite(iterations) ? `${iterations}` : 'endless'
  const words = told`PBKDF2 with ${rounds} rounds of ${prf.words}`
  if (iterations > MOST_ITERATIONS) throw tooCostly(words, LESS)
  return {
    words,
    derive: (passphrase, length) => derivePbkdf2(passphrase, salt, iterations, length, prf.hash),
  }
}

const derivePbkdf2 = promisify(pbkdf2)

function readScrypt(salt: Buffer, [N = 0, r = 0, p = 0]: number[]): Kdf {
  if (!Number.isFinite(N * r * p)) throw tooCostly(told`scrypt with very large numbers`, LESS)
  const words = told`scrypt with N=${N} r=${r} p=${p}`
  const memory = 128 * r * (N + p + 2) // as OpenSSL counts it
  if (N * r * p > MOST_SCRYPT || memory > MOST_MEMORY) throw tooCostly(words, LESS)
  // RFC 7914 §2: a power of two, below 2^(128·r/8).
  if (N < 2 || r < 1 || p < 1 || !Number.isInteger(Math.log2(N)) || Math.log2(N) >= 16 * r)
    throw damagedKey(told`its encryption settings are impossible`)
  const cost = { N, r, p, maxmem: MOST_MEMORY }
  return {
    words,
    derive: (passphrase, length) =>
      new Promise((resolve, reject) => {
        scrypt(passphrase, salt, length, cost, (error, key) => (error ? reject(error) : resolve(key)))
      }),
  }
}

import { createDecipheriv, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { wipe } from '../lib/wipe.js'
import { damagedKey, passphraseNeeded, passphraseWrong, tooCostly, unsupportedCipher } from './key-errors.js'
import { curves, publicKeyFacts } from './public-key.js'
import { WireError, type WireReader, wireReader } from './ssh-wire.js'
import { bcryptPbkdf } from './unlock-worker.js'

/** About 25 s of work. OpenSSH's default is 16 or 24; people who fear guessing take some hundreds. */
const MOST_ROUNDS = 1000

/** In bytes: 16,384 bits, as for the public half. */
const LONGEST_MODULUS = 2048

/** An `openssh-key-v1` file as far as it can be read without its passphrase. */
export interface OpensshFile {
  /** The public half that stands outside the encryption: a claim until it is proven. */
  blob: Buffer
  encrypted: boolean
  cipher: Cipher
  kdf: { salt: Buffer; rounds: number }
  section: Buffer
  tag: Buffer
}

/** A private key and its comment, nothing proven yet. */
export interface OpenedKey {
  key: KeyObject
  comment: string
}

interface Cipher {
  openssl: string
  keyLength: number
  ivLength: number
  blockLength: number
  tagLength: number
}

/**
 * Reads the outside of an `openssh-key-v1` file (OpenSSH's PROTOCOL.key), decoded from base64. Does no costly work.
 * Throws `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function readOpensshFile(data: Buffer): OpensshFile {
  return orDamaged(() => {
    const magic = Buffer.from('openssh-key-v1\0')
    if (!data.subarray(0, magic.length).equals(magic)) throw damagedKey('it does not begin as it should')
    const reader = wireReader(data.subarray(magic.length))
    const cipher = knownCipher(reader.text())
    const kdf = readKdf(reader.text(), reader.bytes())
    if (reader.uint32() !== 1) throw damagedKey('it should hold exactly one key')
    const blob = reader.bytes()
    publicKeyFacts(blob)
    const section = reader.bytes()
    const tag = reader.rest()
    const encrypted = cipher.keyLength > 0
    if (tag.length !== cipher.tagLength || section.length % cipher.blockLength !== 0)
      throw damagedKey('its length is wrong')
    if (encrypted !== kdf.rounds > 0) throw damagedKey('it is encrypted and not encrypted at once')
    return { blob, encrypted, cipher, kdf, section, tag }
  })
}

/**
 * Opens the private section. Throws `passphrase-needed`, `passphrase-wrong`, `key-damaged` or `cancelled`.
 * That the key belongs to `file.blob` is for the caller to prove.
 */
export async function openOpensshFile(
  file: OpensshFile,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<OpenedKey> {
  const section = file.encrypted ? await decrypt(file, passphrase, signal) : Buffer.from(file.section)
  try {
    return orDamaged(() => readSection(section, file.encrypted))
  } finally {
    wipe(section)
  }
}

async function decrypt(file: OpensshFile, passphrase: Uint8Array | null, signal?: AbortSignal) {
  if (passphrase === null || passphrase.length === 0) throw passphraseNeeded()
  const { openssl, keyLength, ivLength, tagLength } = file.cipher
  const material = await bcryptPbkdf({ passphrase, ...file.kdf, length: keyLength + ivLength }, signal)
  try {
    const [key, iv] = [material.subarray(0, keyLength), material.subarray(keyLength)]
    const decipher = createDecipheriv(openssl as 'aes-256-gcm', key, iv)
    decipher.setAutoPadding(false)
    if (tagLength > 0) decipher.setAuthTag(file.tag)
    const plain = decipher.update(file.section)
    decipher.final()
    return plain
  } catch (cause) {
    throw passphraseWrong(cause)
  } finally {
    wipe(material)
  }
}

function readSection(section: Buffer, encrypted: boolean): OpenedKey {
  const reader = wireReader(section)
  const [check, again] = [reader.uint32(), reader.uint32()]
  if (check !== again) throw encrypted ? passphraseWrong() : damagedKey('its check numbers differ')
  const jwk = readPrivateHalf(reader)
  const comment = reader.text()
  if (reader.rest().some((byte, index) => byte !== index + 1)) throw damagedKey('its padding is wrong')
  const key = toKeyObject(jwk)
  // node:crypto takes the seed and ignores the public half beside it.
  if (jwk.kty === 'OKP' && key.export({ format: 'jwk' }).x !== jwk.x)
    throw damagedKey('its public half belongs to another key')
  return { key, comment }
}

// The numbers pass through JWK's strings, which can't be wiped: node:crypto takes single numbers in no other form.
function readPrivateHalf(reader: WireReader): JsonWebKey {
  const type = reader.text()
  if (type === 'ssh-ed25519') return readEd25519(reader)
  if (type === 'ssh-rsa') return readRsa(reader)
  const curve = curves.find(({ ssh }) => type === `ecdsa-sha2-${ssh}`)
  if (curve === undefined) throw damagedKey('its private half is of another type than its public half')
  return readEcdsa(reader, curve)
}

function readEd25519(reader: WireReader): JsonWebKey {
  const publicHalf = reader.bytes()
  const both = reader.bytes()
  if (both.length !== 64 || !both.subarray(32).equals(publicHalf))
    throw damagedKey('its two copies of the public half differ')
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    d: both.toString('base64url', 0, 32),
    x: publicHalf.toString('base64url'),
  }
}

function readRsa(reader: WireReader): JsonWebKey {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => reader.mpint()) as Buffer[]
  if (!n || !e || !d || !qi || !p || !q) throw damagedKey('a number is missing')
  // Before anything is computed: numbers of megabits would keep the main thread busy.
  if ([e, d, qi, p, q].some((number) => number.length > n.length) || n.length > LONGEST_MODULUS)
    throw damagedKey('its numbers are too long')
  const big = (bytes: Buffer) => BigInt(`0x0${bytes.toString('hex')}`)
  if (big(p) < 2n || big(q) < 2n) throw damagedKey('its numbers make no RSA key')
  const exponent = (prime: Buffer) => fromBig(big(d) % (big(prime) - 1n))
  const text = (bytes: Buffer) => bytes.toString('base64url')
  return {
    kty: 'RSA',
    n: text(n),
    e: text(e),
    d: text(d),
    p: text(p),
    q: text(q),
    dp: text(exponent(p)),
    dq: text(exponent(q)),
    qi: text(qi),
  }
}

function readEcdsa(reader: WireReader, curve: (typeof curves)[number]): JsonWebKey {
  if (reader.text() !== curve.ssh) throw damagedKey('it names two different curves')
  const size = Math.ceil(curve.bits / 8)
  const point = reader.bytes()
  const d = reader.mpint()
  if (point.length !== 1 + 2 * size || point[0] !== 4 || d.length > size)
    throw damagedKey('its numbers have the wrong length')
  return {
    kty: 'EC',
    crv: curve.jwk,
    x: point.toString('base64url', 1, 1 + size),
    y: point.toString('base64url', 1 + size),
    d: Buffer.concat([Buffer.alloc(size - d.length), d]).toString('base64url'),
  }
}

function toKeyObject(jwk: JsonWebKey): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' })
  } catch (cause) {
    throw damagedKey('its numbers are no key of its type', cause)
  }
}

function readKdf(name: string, options: Buffer): OpensshFile['kdf'] {
  if (name === 'none' && options.length === 0) return { salt: Buffer.alloc(0), rounds: 0 }
  if (name !== 'bcrypt') throw damagedKey('the way its passphrase is used has no known name')
  const reader = wireReader(options)
  const kdf = { salt: reader.bytes(), rounds: reader.uint32() }
  reader.end()
  if (kdf.rounds === 0 || kdf.salt.length === 0) throw damagedKey('its passphrase settings are empty')
  if (kdf.rounds > MOST_ROUNDS)
    throw tooCostly(
      `${kdf.rounds} rounds of bcrypt`,
      'On a copy of the file, lower it with: ssh-keygen -p -a 100 -f FILE',
    )
  return kdf
}

function knownCipher(name: string): Cipher {
  const cipher = ciphers[name]
  if (cipher !== undefined) return cipher
  throw /^[\w@.-]{1,64}$/.test(name) ? unsupportedCipher(name) : damagedKey('its cipher has no readable name')
}

function aes(openssl: string, bits: 128 | 192 | 256): Cipher {
  const gcm = openssl.endsWith('gcm')
  return {
    openssl,
    keyLength: bits / 8,
    ivLength: gcm ? 12 : 16,
    blockLength: 16,
    tagLength: gcm ? 16 : 0,
  }
}

const ciphers: Record<string, Cipher> = {
  none: { openssl: '', keyLength: 0, ivLength: 0, blockLength: 8, tagLength: 0 },
  'aes128-ctr': aes('aes-128-ctr', 128),
  'aes192-ctr': aes('aes-192-ctr', 192),
  'aes256-ctr': aes('aes-256-ctr', 256),
  'aes128-cbc': aes('aes-128-cbc', 128),
  'aes192-cbc': aes('aes-192-cbc', 192),
  'aes256-cbc': aes('aes-256-cbc', 256),
  'aes128-gcm@openssh.com': aes('aes-128-gcm', 128),
  'aes256-gcm@openssh.com': aes('aes-256-gcm', 256),
  '3des-cbc': { openssl: 'des-ede3-cbc', keyLength: 24, ivLength: 8, blockLength: 8, tagLength: 0 },
}

function fromBig(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}

function orDamaged<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) throw damagedKey('its bytes end too early or too late', error)
    throw error
  }
}

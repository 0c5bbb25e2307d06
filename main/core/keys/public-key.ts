import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { KeyType } from '../../../contract/keys.js'
import { told } from '../../../contract/words/say.js'
import { unsupportedCurve, unsupportedSshType } from './formats/refused-kinds.js'
import { damagedPublicKey as damaged, unsupportedType } from './key-errors.js'
import { mpint, string, WireError, type WireReader, wireReader } from './ssh-wire.js'

/** What a public key blob says about itself. */
export interface PublicKeyFacts {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256` … */
  sshType: string
  type: KeyType
  /** Modulus or field size. */
  bits: number
}

/** One line of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). */
export interface PublicKeyLine extends PublicKeyFacts {
  /** What stands before the type, as it stands; empty without options. */
  options: string
  blob: Buffer
  comment: string
}

/** SHA-256 of a public key blob as ssh-keygen prints it: `SHA256:` and base64 without padding. */
export function fingerprintSha256(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

/** MD5 of a public key blob as clouds list it: `aa:bb:…` in lower case, without a prefix. */
export function fingerprintMd5(blob: Uint8Array): string {
  const hex = createHash('md5').update(blob).digest('hex')
  return (hex.match(/../g) ?? []).join(':')
}

/** One authorized_keys line without its newline. Control characters in the comment become blanks. */
export function publicKeyLine(blob: Uint8Array, comment: string): string {
  const type = wireReader(blob).text()
  return [type, Buffer.from(blob).toString('base64'), oneLine(comment)].join(' ').trim()
}

/** A comment as every key file has it: control characters become blanks, none stand at its ends. */
export function oneLine(comment: string): string {
  return comment.replace(/\p{Cc}+/gu, ' ').trim()
}

const LINE =
  /^(?:(?<options>(?:[^\s"]|"(?:\\.|[^"\\])*")+)\s+)?(?<type>(?:ssh|ecdsa|sk)-[\w@.-]+)\s+(?<base64>[A-Za-z0-9+/]+={0,2})(?:\s+(?<comment>.*))?$/

/**
 * Reads one authorized_keys line, options included. Returns null if the text does not have that form.
 * Throws `key-damaged` or `key-type-unsupported` if it has the form and its key can't be used.
 */
export function parsePublicKeyLine(text: string): PublicKeyLine | null {
  const { options = '', type, base64, comment = '' } = LINE.exec(text.trim())?.groups ?? {}
  if (type === undefined || base64 === undefined) return null
  const blob = Buffer.from(base64, 'base64')
  const facts = publicKeyFacts(blob)
  if (facts.sshType !== type)
    throw damaged(told`it says ${type} in front and holds a key of type ${facts.sshType}`)
  return { ...facts, options, blob, comment: comment.trim() }
}

/**
 * What kind of key a blob is (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4).
 * Throws `key-type-unsupported` for other types and `key-damaged` for a blob that isn't well-formed.
 */
export function publicKeyFacts(blob: Uint8Array): PublicKeyFacts {
  return readBlob(blob).facts
}

/** The blob as a key of node:crypto, which also checks that an ECDSA point is on its curve. Throws as `publicKeyFacts`. */
export function publicKeyFromBlob(blob: Uint8Array): KeyObject {
  const { jwk } = readBlob(blob)
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch (cause) {
    throw damaged(told`its numbers are no key of its type`, cause)
  }
}

/** The blob of the public half of a node:crypto key, private or public. Throws `key-type-unsupported` for other types. */
export function blobFromKey(key: KeyObject): Buffer {
  const publicHalf = key.type === 'private' ? createPublicKey(key) : key
  requireKnownType(publicHalf)
  const { kty, crv, n, e, x, y } = publicHalf.export({ format: 'jwk' })
  const number = (value: string | undefined) => Buffer.from(value ?? '', 'base64url')
  if (kty === 'RSA') return rsaBlob(number(n), number(e))
  if (kty === 'OKP') return ed25519Blob(number(x))
  const curve = curves.find((known) => known.jwk === crv)
  if (curve === undefined) throw unsupportedCurve(String(crv))
  return ecdsaBlob(curve, Buffer.concat([Buffer.of(4), number(x), number(y)]))
}

/** RFC 4253 §6.6, of big-endian numbers. */
export const rsaBlob = (n: Uint8Array, e: Uint8Array) =>
  Buffer.concat([string('ssh-rsa'), mpint(e), mpint(n)])

/** RFC 8709 §4. */
export const ed25519Blob = (point: Uint8Array) => Buffer.concat([string('ssh-ed25519'), string(point)])

/** RFC 5656 §3.1, of an uncompressed point. */
export const ecdsaBlob = (curve: Curve, point: Uint8Array) =>
  Buffer.concat([string(`ecdsa-sha2-${curve.ssh}`), string(curve.ssh), string(point)])

/** What RFC 5656 §10.1 requires, in SSH's, JOSE's, OpenSSL's and X.660's names. `hash` as RFC 5656 §6.2.1 pairs it. */
export const curves = [
  {
    ssh: 'nistp256',
    jwk: 'P-256',
    openssl: 'prime256v1',
    oid: '1.2.840.10045.3.1.7',
    bits: 256,
    hash: 'sha256',
  },
  { ssh: 'nistp384', jwk: 'P-384', openssl: 'secp384r1', oid: '1.3.132.0.34', bits: 384, hash: 'sha384' },
  { ssh: 'nistp521', jwk: 'P-521', openssl: 'secp521r1', oid: '1.3.132.0.35', bits: 521, hash: 'sha512' },
] as const

export type Curve = (typeof curves)[number]

export function isKnownSshType(sshType: string): boolean {
  return ['ssh-ed25519', 'ssh-rsa', ...curves.map(({ ssh }) => `ecdsa-sha2-${ssh}`)].includes(sshType)
}

interface ReadBlob {
  facts: PublicKeyFacts
  jwk: JsonWebKey
}

function readBlob(blob: Uint8Array): ReadBlob {
  try {
    const reader = wireReader(blob)
    const read = readType(reader)
    reader.end()
    return read
  } catch (error) {
    if (error instanceof WireError) throw damaged(told`its bytes end too early or too late`, error)
    throw error
  }
}

function readType(reader: WireReader): ReadBlob {
  const sshType = reader.text()
  if (sshType === 'ssh-ed25519') return readEd25519(reader)
  if (sshType === 'ssh-rsa') return readRsa(reader)
  const curve = curves.find(({ ssh }) => sshType === `ecdsa-sha2-${ssh}`)
  if (curve !== undefined) return readEcdsa(reader, curve)
  throw unsupportedSshType(sshType)
}

function readEd25519(reader: WireReader): ReadBlob {
  const x = reader.bytes()
  if (x.length !== 32) throw damaged(told`an Ed25519 public key has 32 bytes`)
  return {
    facts: { sshType: 'ssh-ed25519', type: 'ed25519', bits: 256 },
    jwk: { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') },
  }
}

function readRsa(reader: WireReader): ReadBlob {
  const e = reader.mpint()
  const n = reader.mpint()
  return {
    facts: { sshType: 'ssh-rsa', type: 'rsa', bits: bitLength(n) },
    jwk: { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') },
  }
}

function readEcdsa(reader: WireReader, curve: Curve): ReadBlob {
  if (reader.text() !== curve.ssh) throw damaged(told`it names two different curves`)
  const point = reader.bytes()
  const size = Math.ceil(curve.bits / 8)
  if (point.length !== 1 + 2 * size || point[0] !== 4) throw damaged(told`its point has the wrong form`)
  const x = point.subarray(1, 1 + size).toString('base64url')
  const y = point.subarray(1 + size).toString('base64url')
  return {
    facts: { sshType: `ecdsa-sha2-${curve.ssh}`, type: 'ecdsa', bits: curve.bits },
    jwk: { kty: 'EC', crv: curve.jwk, x, y },
  }
}

function requireKnownType(key: KeyObject): void {
  const type = key.asymmetricKeyType
  if (type !== 'rsa' && type !== 'ec' && type !== 'ed25519')
    throw unsupportedType(type ?? told`not a key pair`)
}

function bitLength(number: Buffer): number {
  return number.length === 0 ? 0 : number.length * 8 - Math.clz32(number[0] ?? 0) + 24
}

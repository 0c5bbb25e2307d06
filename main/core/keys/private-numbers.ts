import type { KeyObject } from 'node:crypto'
import { wipe } from '../lib/wipe.js'
import { unsupportedType } from './key-errors.js'
import { blobFromKey } from './public-key.js'
import { type WireReader, wireReader } from './ssh-wire.js'

/** What a private key consists of: magnitudes, big-endian. Views into one buffer each, for the time of `use` only. */
export type PrivateNumbers =
  | { type: 'ed25519'; publicHalf: Buffer; seed: Buffer }
  | { type: 'ecdsa'; curve: string; point: Buffer; d: Buffer }
  | { type: 'rsa'; n: Buffer; e: Buffer; d: Buffer; p: Buffer; q: Buffer; qi: Buffer }

/**
 * Hands the numbers of an Ed25519, ECDSA or RSA key to `use`, answers what that answers, and wipes them. They come from
 * DER, since JWK would put them into strings, which can't be wiped.
 */
export function withPrivateNumbers<T>(key: KeyObject, use: (numbers: PrivateNumbers) => T): T {
  const der = privateDer(key)
  try {
    return use(numbersOf(key, der))
  } finally {
    wipe(der)
  }
}

/** PKCS#1 for RSA, SEC1 for ECDSA, PKCS#8 for Ed25519, which has nothing older. The caller wipes it. */
export function privateDer(key: KeyObject): Buffer {
  const type = key.asymmetricKeyType
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'der' })
  if (type === 'ec') return key.export({ type: 'sec1', format: 'der' })
  if (type === 'ed25519') return key.export({ type: 'pkcs8', format: 'der' })
  throw unsupportedType(type ?? 'not a key pair')
}

function numbersOf(key: KeyObject, der: Buffer): PrivateNumbers {
  const blob = wireReader(blobFromKey(key))
  blob.bytes() // its type
  if (key.asymmetricKeyType === 'ed25519')
    return { type: 'ed25519', publicHalf: blob.bytes(), seed: der.subarray(-32) } // RFC 8410 §7
  return key.asymmetricKeyType === 'rsa' ? rsaNumbers(der) : ecdsaNumbers(blob, der)
}

/** RFC 8017 appendix A.1.2. */
function rsaNumbers(der: Buffer): PrivateNumbers {
  const [, n, e, d, p, q, , , qi] = contents(der)
  if (!n || !e || !d || !p || !q || !qi) throw new Error('Node wrote PKCS#1 without its numbers')
  return { type: 'rsa', n, e, d, p, q, qi }
}

/** RFC 5915 §3. */
function ecdsaNumbers(blob: WireReader, der: Buffer): PrivateNumbers {
  const [, d] = contents(der)
  if (!d) throw new Error('Node wrote SEC1 without its number')
  return { type: 'ecdsa', curve: blob.text(), point: blob.bytes(), d }
}

/** The contents of the elements of one SEQUENCE of DER. What is read here was written by Node. */
function contents(der: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = contentAt(der, 0).start; at < der.length; ) {
    const { start, length } = contentAt(der, at)
    found.push(der.subarray(start, start + length))
    at = start + length
  }
  return found
}

function contentAt(der: Buffer, at: number): { start: number; length: number } {
  const short = der.readUInt8(at + 1)
  const bytes = short < 0x80 ? 0 : short - 0x80
  return { start: at + 2 + bytes, length: bytes === 0 ? short : der.readUIntBE(at + 2, bytes) }
}

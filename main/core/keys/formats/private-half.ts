import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey } from '../key-errors.js'
import { blobFromKey, type Curve, ed25519Blob } from '../public-key.js'
import {
  BIT_STRING,
  context,
  derElement,
  derInteger,
  derObjectId,
  NULL,
  OCTET_STRING,
  SEQUENCE,
} from './asn1.js'
import { withoutLeadingZeros } from './leading-zeros.js'
import { EC, ED25519, RSA } from './object-ids.js'
import { type RsaNumbers, requireRsaKey } from './rsa-numbers.js'

/** The numbers of a private key, whatever file they came from. Nothing is proven yet. The buffers may be views. */
export type PrivateHalf =
  | ({ type: 'rsa' } & RsaNumbers)
  /** `d` is big-endian and may have too few leading zeros, or too many as in PuTTY's PEM files. `point` is the public half beside it, null where there is none. */
  | { type: 'ecdsa'; curve: Curve; d: Buffer; point: Buffer | null }
  /** `seed` as RFC 8032 has it; zeros at its end may be missing. `point` is the public half beside it. */
  | { type: 'ed25519'; seed: Buffer; point: Buffer | null }

/**
 * Makes a key of node:crypto, by way of PKCS#8 in a buffer that is wiped. Throws `key-damaged` for RSA numbers that
 * make no RSA key, and where the public half beside the private one is not its own.
 */
export function keyFromHalf(half: PrivateHalf): KeyObject {
  if (half.type === 'rsa') return fromPkcs8(derObjectId(RSA), derElement(NULL), rsaKey(half))
  if (half.type === 'ed25519') return fromSeed(half)
  return fromPkcs8(derObjectId(EC), derObjectId(half.curve.oid), ecKey(half))
}

function fromSeed({ seed, point }: Extract<PrivateHalf, { type: 'ed25519' }>): KeyObject {
  if (seed.length === 0 || seed.length > 32) throw damagedKey(told`an Ed25519 key has 32 bytes`)
  const whole = derElement(OCTET_STRING, seed, Buffer.alloc(32 - seed.length))
  const key = fromPkcs8(derObjectId(ED25519), Buffer.alloc(0), whole)
  // node:crypto takes the seed and never looks at a public half beside it.
  if (point !== null && !ed25519Blob(point).equals(blobFromKey(key))) throw foreignHalf()
  return key
}

/** RFC 8017 appendix A.1.2. */
function rsaKey(numbers: RsaNumbers): Buffer {
  const { n, e, d, p, q, dp, dq, qi } = requireRsaKey(numbers)
  const parts = [Buffer.alloc(1), n, e, d, p, q, dp, dq, qi].map(derInteger)
  try {
    return derElement(SEQUENCE, ...parts)
  } finally {
    wipe(dp, dq, ...parts)
  }
}

/** RFC 5915, with the point that belongs to the number. */
function ecKey({ curve, d, point }: Extract<PrivateHalf, { type: 'ecdsa' }>): Buffer {
  const size = Math.ceil(curve.bits / 8)
  const digits = withoutLeadingZeros(d)
  if (digits.length > size) throw damagedKey(told`its number does not fit its curve`)
  const number = derElement(OCTET_STRING, Buffer.alloc(size - digits.length), digits)
  try {
    const own = pointOf(curve, number.subarray(-size))
    if (point !== null && !samePoint(point, own)) throw foreignHalf()
    const bits = derElement(BIT_STRING, Buffer.of(0), own)
    return derElement(SEQUENCE, derInteger(Buffer.of(1)), number, derElement(context(1), bits))
  } finally {
    wipe(number)
  }
}

/** Uncompressed or compressed (SEC 1 §2.3.3). */
function samePoint(point: Buffer, own: Buffer): boolean {
  if (point[0] === 4) return point.equals(own)
  const x = own.subarray(1, 1 + (own.length - 1) / 2)
  return point.equals(Buffer.concat([Buffer.of(2 + ((own.at(-1) ?? 0) & 1)), x]))
}

function pointOf(curve: Curve, d: Buffer): Buffer {
  try {
    const ecdh = createECDH(curve.openssl)
    ecdh.setPrivateKey(d)
    return ecdh.getPublicKey()
  } catch (cause) {
    throw damagedKey(told`its number does not fit its curve`, cause)
  }
}

/** RFC 5208 §5. Wipes `privateKey`. */
function fromPkcs8(algorithm: Buffer, parameters: Buffer, privateKey: Buffer): KeyObject {
  const wrapped = derElement(OCTET_STRING, privateKey)
  const der = derElement(
    SEQUENCE,
    derInteger(Buffer.alloc(1)),
    derElement(SEQUENCE, algorithm, parameters),
    wrapped,
  )
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch (cause) {
    throw damagedKey(told`its numbers are no key of its type`, cause)
  } finally {
    wipe(privateKey, wrapped, der)
  }
}

export const foreignHalf = () => damagedKey(told`its public half belongs to another key`)

import type { KeyObject } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { unsupportedType } from '../key-errors.js'
import { blobFromKey } from '../public-key.js'
import { type WireReader, wireReader } from '../ssh-wire.js'
import { children, contentOf, magnitude, OCTET_STRING, readDer } from './asn1.js'

/** What a private key consists of: magnitudes, big-endian, and as views. */
export type PrivateNumbers =
  | { type: 'ed25519'; publicHalf: Buffer; seed: Buffer }
  | { type: 'ecdsa'; curve: string; point: Buffer; d: Buffer }
  | { type: 'rsa'; n: Buffer; e: Buffer; d: Buffer; p: Buffer; q: Buffer; qi: Buffer }

/**
 * The fields that `fieldsOf` makes of the numbers of an Ed25519, ECDSA or RSA key, in one fresh buffer that the caller
 * wipes; the numbers and the fields are wiped here. They come from DER, since JWK would put them into strings, which
 * can't be wiped.
 */
export function packPrivateNumbers(key: KeyObject, fieldsOf: (numbers: PrivateNumbers) => Buffer[]): Buffer {
  const der = privateDer(key)
  const fields: Buffer[] = []
  try {
    fields.push(...fieldsOf(numbersOf(key, der)))
    return Buffer.concat(fields)
  } finally {
    wipe(der, ...fields)
  }
}

/** PKCS#1 for RSA, SEC1 for ECDSA, PKCS#8 for Ed25519, which has nothing older. The caller wipes it. */
export function privateDer(key: KeyObject): Buffer {
  const type = key.asymmetricKeyType
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'der' })
  if (type === 'ec') return key.export({ type: 'sec1', format: 'der' })
  if (type === 'ed25519') return key.export({ type: 'pkcs8', format: 'der' })
  throw unsupportedType(type ?? told`not a key pair`)
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
  const [, n, e, d, p, q, , , qi] = children(readDer(der))
  return {
    type: 'rsa',
    n: magnitude(n),
    e: magnitude(e),
    d: magnitude(d),
    p: magnitude(p),
    q: magnitude(q),
    qi: magnitude(qi),
  }
}

/** RFC 5915 §3. */
function ecdsaNumbers(blob: WireReader, der: Buffer): PrivateNumbers {
  const [, d] = children(readDer(der))
  return { type: 'ecdsa', curve: blob.text(), point: blob.bytes(), d: contentOf(d, OCTET_STRING) }
}

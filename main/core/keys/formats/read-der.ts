import { ECDH } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { damagedKey } from '../key-errors.js'
import { type Curve, curves, ecdsaBlob, ed25519Blob, rsaBlob } from '../public-key.js'
import {
  BIT_STRING,
  children,
  contentOf,
  context,
  DerError,
  type Element,
  INTEGER,
  magnitude,
  OCTET_STRING,
  OID,
  objectId,
  readDer,
  SEQUENCE,
  smallNumber,
  wholeBits,
} from './asn1.js'
import { DSA, EC, ED25519, RSA } from './object-ids.js'
import type { PrivateHalf } from './private-half.js'
import { namedRefusal, notAKey, unsupportedAlgorithm, unsupportedCurve } from './refused-kinds.js'

/** What DER holds, told by its structure and not by the label above it. The buffers are views. */
export type DerContent =
  | { kind: 'private'; format: 'PKCS#1' | 'SEC1' | 'PKCS#8'; half: PrivateHalf }
  | { kind: 'encrypted'; algorithm: Element; data: Buffer }
  | { kind: 'public'; format: 'PKCS#1' | 'SubjectPublicKeyInfo'; blob: Buffer }

/**
 * Reads PKCS#1 (RFC 8017 appendix A.1), SEC1 (RFC 5915), PKCS#8 (RFC 5208 and 5958), SubjectPublicKeyInfo (RFC 5280
 * §4.1). Throws `key-damaged`, or `key-type-unsupported` by the name of what it holds.
 */
export function readDerContent(der: Buffer): DerContent {
  try {
    return readSequence(children(readDer(der)))
  } catch (error) {
    if (error instanceof DerError) throw damagedKey(told`its structure is not whole`, error)
    throw error
  }
}

/** Whether these bytes are one whole SEQUENCE: what a wrong passphrase hardly ever gives. */
export function isWholeSequence(der: Buffer): boolean {
  try {
    return children(readDer(der)).length > 0
  } catch (error) {
    if (error instanceof DerError) return false
    throw error
  }
}

function readSequence(parts: Element[]): DerContent {
  switch (shapeOf(parts)) {
    case 'int int int int int int int int int':
    case 'int int int int int int int int int seq':
      return { kind: 'private', format: 'PKCS#1', half: rsaHalf(parts) }
    case 'int oct':
    case 'int oct [0]':
    case 'int oct [1]':
    case 'int oct [0] [1]':
      return { kind: 'private', format: 'SEC1', half: ecHalf(parts, null) }
    case 'int seq oct':
    case 'int seq oct [0]':
    case 'int seq oct [1]':
    case 'int seq oct [0] [1]':
    case 'int seq oct pub':
    case 'int seq oct [0] pub':
      return { kind: 'private', format: 'PKCS#8', half: pkcs8Half(parts) }
    case 'seq oct':
      return encrypted(parts)
    case 'seq bits':
      return { kind: 'public', format: 'SubjectPublicKeyInfo', blob: spkiBlob(parts) }
    case 'int int':
      return { kind: 'public', format: 'PKCS#1', blob: rsaPublic(parts) }
    case 'seq seq bits':
      throw namedRefusal('X.509 CERTIFICATE')
    case 'int int int int int int':
      throw unsupportedAlgorithm(DSA)
    case 'int seq':
    case 'int seq seq':
      throw namedRefusal('PKCS#12')
    default:
      throw notAKey()
  }
}

/** The tag of the public half in PKCS#8 (RFC 5958 §2): an implicit BIT STRING. Some programs write it explicitly. */
const IMPLICIT_PUBLIC = 0x81

const NAMES: Record<number, string> = {
  [INTEGER]: 'int',
  [BIT_STRING]: 'bits',
  [OCTET_STRING]: 'oct',
  [OID]: 'oid',
  [SEQUENCE]: 'seq',
  [context(0)]: '[0]',
  [context(1)]: '[1]',
  [IMPLICIT_PUBLIC]: 'pub',
}

/** Of the first elements only, since no key has more. */
const shapeOf = (parts: Element[]) =>
  parts
    .slice(0, 11)
    .map(({ tag }) => NAMES[tag] ?? 'other')
    .join(' ')

function rsaHalf(parts: Element[]): PrivateHalf {
  if (smallNumber(parts[0]) !== 0) throw unsupportedAlgorithm(told`RSA with more than two primes`)
  const [n, e, d, p, q, dp, dq, qi] = parts.slice(1, 9).map(magnitude)
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) throw damagedKey(told`a number is missing`)
  return { type: 'rsa', n, e, d, p, q, dp, dq, qi }
}

function ecHalf(parts: Element[], outer: Curve | null): PrivateHalf {
  if (smallNumber(parts[0]) !== 1) throw damagedKey(told`its version is not known`)
  const d = contentOf(parts[1], OCTET_STRING)
  // An unknown one would hide a public half, and with it damage.
  if (!/^int oct( \[0\])?( \[1\])?$/.test(shapeOf(parts))) throw damagedKey(told`its structure is wrong`)
  const tagged = (number: number) => parts.find(({ tag }) => tag === context(number))
  const parameters = tagged(0)
  const inner = parameters === undefined ? null : curveOf(only(parameters, 0))
  const curve = inner ?? outer
  if (curve === null) throw damagedKey(told`it does not say which curve it is on`)
  if (inner !== null && outer !== null && inner !== outer)
    throw damagedKey(told`it names two different curves`)
  const point = tagged(1)
  return { type: 'ecdsa', curve, d, point: point === undefined ? null : wholeBits(only(point, 1)) }
}

const only = (tagged: Element, number: number) => children(tagged, context(number))[0]

function pkcs8Half(parts: Element[]): PrivateHalf {
  const { name, parameters } = algorithmOf(parts[1])
  const content = contentOf(parts[2], OCTET_STRING)
  if (name === RSA) return onlyRsa(readDerContent(content))
  if (name === EC) return ecHalf(children(readDer(content)), curveOf(parameters))
  if (name !== ED25519) throw unsupportedAlgorithm(name)
  const seed = contentOf(readDer(content), OCTET_STRING)
  if (seed.length !== 32) throw damagedKey(told`an Ed25519 key has 32 bytes`)
  return { type: 'ed25519', seed, point: publicHalfOf(parts.at(-1)) }
}

function publicHalfOf(last: Element | undefined): Buffer | null {
  if (last?.tag === IMPLICIT_PUBLIC) return wholeBits({ tag: BIT_STRING, content: last.content })
  return last?.tag === context(1) ? wholeBits(only(last, 1)) : null
}

function onlyRsa(content: DerContent): PrivateHalf {
  if (content.kind === 'private' && content.half.type === 'rsa') return content.half
  throw damagedKey(told`it says RSA and holds something else`)
}

function encrypted([algorithm, data]: Element[]): DerContent {
  if (algorithm === undefined) throw notAKey()
  return { kind: 'encrypted', algorithm, data: contentOf(data, OCTET_STRING) }
}

function spkiBlob([algorithm, bits]: Element[]): Buffer {
  const { name, parameters } = algorithmOf(algorithm)
  const content = wholeBits(bits)
  if (name === RSA) return rsaPublic(children(readDer(content)))
  if (name === ED25519) return ed25519Blob(content)
  if (name !== EC) throw unsupportedAlgorithm(name)
  const curve = curveOf(parameters)
  return ecdsaBlob(curve, uncompressed(content, curve))
}

function uncompressed(point: Buffer, curve: Curve): Buffer {
  if (point[0] === 4) return point
  try {
    return Buffer.from(ECDH.convertKey(point, curve.openssl, undefined, undefined, 'uncompressed'))
  } catch (cause) {
    throw damagedKey(told`its point is not on its curve`, cause)
  }
}

function rsaPublic(parts: Element[]): Buffer {
  return rsaBlob(magnitude(parts[0]), magnitude(parts[1]))
}

/** An AlgorithmIdentifier (RFC 5280 §4.1.1.2). Throws `DerError`. */
export function algorithmOf(element: Element | undefined): { name: string; parameters: Element | undefined } {
  const [name, parameters] = children(element)
  return { name: objectId(name), parameters }
}

function curveOf(parameters: Element | undefined): Curve {
  if (parameters?.tag === SEQUENCE) throw unsupportedCurve(told`written out in numbers`)
  const name = objectId(parameters)
  const curve = curves.find(({ oid }) => oid === name)
  if (curve === undefined) throw unsupportedCurve(name)
  return curve
}

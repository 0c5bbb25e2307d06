import { createECDH, type JsonWebKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { damagedKey, tooCostly } from './key-errors.js'
import {
  blobFromKey,
  curves,
  type PublicKeyFacts,
  publicKeyFacts,
  publicKeyFromBlob,
  unsupportedType,
} from './public-key.js'

/** A key pair whose halves are known to belong together. */
export interface ProvenKey extends PublicKeyFacts {
  key: KeyObject
  blob: Buffer
}

/**
 * Proves a private key before anything relies on it: files of which the public half is another key's, or whose RSA
 * numbers make no RSA key, load without complaint elsewhere. The public half is made again from the private one and
 * compared with `claimed` (null where the file claims none), RSA's numbers are checked, a signature is made and verified.
 *
 * Throws `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export async function provePrivateKey(key: KeyObject, claimed: Uint8Array | null): Promise<ProvenKey> {
  const blob = blobFromKey(key)
  const facts = publicKeyFacts(blob)
  requireUsable(facts)
  if (claimed !== null && !blob.equals(claimed)) throw foreignHalf()
  if (facts.type === 'rsa') checkRsaNumbers(key)
  if (facts.type === 'ecdsa') checkPoint(key)
  await checkSignature(key, blob)
  return { key, blob, ...facts }
}

/** Refuses RSA moduli that servers refuse (`key-type-unsupported`) or that take minutes (`key-too-costly`). */
export function requireUsable({ type, bits }: PublicKeyFacts): void {
  if (type !== 'rsa') return
  if (bits < 1024) throw unsupportedType(`RSA with ${bits} bits, which servers refuse as too short`)
  if (bits > 16_384)
    throw tooCostly(
      `RSA with ${bits} bits`,
      'Use a key pair of at most 16384 bits; Ed25519 is stronger and quicker.',
    )
}

function checkRsaNumbers(key: KeyObject): void {
  const jwk = key.export({ format: 'jwk' })
  const [n, e, d, p, q] = [big(jwk.n), big(jwk.e), big(jwk.d), big(jwk.p), big(jwk.q)]
  const [dp, dq, qi] = [big(jwk.dp), big(jwk.dq), big(jwk.qi)]
  const right =
    e > 1n &&
    e % 2n === 1n &&
    p > 1n &&
    q > 1n &&
    p * q === n &&
    (d * e) % (p - 1n) === 1n % (p - 1n) &&
    (d * e) % (q - 1n) === 1n % (q - 1n) &&
    d < n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    (qi * q) % p === 1n
  if (!right) throw damagedKey('its numbers make no RSA key')
}

/** node:crypto exports the point that the file gave, so it is made again from the number. */
function checkPoint(key: KeyObject): void {
  const { crv, d, x, y } = key.export({ format: 'jwk' })
  const curve = curves.find(({ jwk }) => jwk === crv)
  if (curve === undefined) throw unsupportedType(`ECDSA with the curve ${crv}`)
  const made = pointOf(curve.openssl, d)
  if (!made.equals(Buffer.concat([Buffer.of(4), bytes(x), bytes(y)]))) throw foreignHalf()
}

function pointOf(curve: string, d: string | undefined): Buffer {
  try {
    const ecdh = createECDH(curve)
    ecdh.setPrivateKey(bytes(d))
    return ecdh.getPublicKey()
  } catch (cause) {
    throw damagedKey('its number does not fit its curve', cause)
  }
}

async function checkSignature(key: KeyObject, blob: Buffer): Promise<void> {
  const data = randomBytes(32)
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const signature = await promisify(sign)(hash, data, key).catch((cause) => {
    throw damagedKey('it can not sign', cause)
  })
  if (!verify(hash, data, publicKeyFromBlob(blob), signature)) throw foreignHalf()
}

const foreignHalf = () => damagedKey('its public half belongs to another key')

const bytes = (value: JsonWebKey[string]) => Buffer.from(String(value ?? ''), 'base64url')

const big = (value: string | undefined) => BigInt(`0x0${bytes(value).toString('hex')}`)

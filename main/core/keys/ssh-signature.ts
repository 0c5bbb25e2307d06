import { type KeyObject, verify } from 'node:crypto'
import { curves, publicKeyFromBlob } from './public-key.js'
import { wireReader } from './ssh-wire.js'

/**
 * Whether an SSH signature blob (RFC 4253 §6.6, RFC 5656 §3.1.2, RFC 8332 §3, RFC 8709 §6) over `data` was made with the
 * private half of `publicKey`, a blob too. RSA with SHA-1 never is. Throws `key-type-unsupported` or `key-damaged` for keys that can't be used, and
 * `WireError` for a signature that isn't well-formed.
 */
export function isSignedBy(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const reader = wireReader(signature)
  const algorithm = reader.text()
  const bytes = reader.bytes()
  reader.end()
  const key = publicKeyFromBlob(publicKey)
  const keyType = wireReader(publicKey).text()
  if (keyType === 'ssh-rsa') return rsaHolds(algorithm, data, key, bytes)
  if (algorithm !== keyType) return false
  const curve = curves.find(({ ssh }) => keyType === `ecdsa-sha2-${ssh}`)
  if (curve === undefined) return verify(null, data, key, bytes)
  return verify(curve.hash, data, { key, dsaEncoding: 'ieee-p1363' }, twoNumbers(bytes, curve.bits))
}

function rsaHolds(algorithm: string, data: Uint8Array, key: KeyObject, signature: Buffer): boolean {
  const hash = /^rsa-sha2-(256|512)$/.exec(algorithm)?.[1]
  return hash !== undefined && verify(`sha${hash}`, data, key, signature)
}

/** SSH's two mpints as the two numbers of fixed length that IEEE P1363 has; one that is too long makes it invalid. */
function twoNumbers(signature: Buffer, bits: number): Buffer {
  const reader = wireReader(signature)
  const [r, s] = [reader.mpint(), reader.mpint()]
  reader.end()
  const size = Math.ceil(bits / 8)
  const padded = (number: Buffer) => Buffer.concat([Buffer.alloc(Math.max(0, size - number.length)), number])
  return Buffer.concat([padded(r), padded(s)])
}

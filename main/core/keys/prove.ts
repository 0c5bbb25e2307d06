import { type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { told } from '../../../contract/words/say.js'
import { wipe } from '../lib/wipe.js'
import { untilCancelled } from './formats/cancelled.js'
import { foreignHalf, keyFromHalf, type PrivateHalf } from './formats/private-half.js'
import { requirePrimes } from './formats/rsa-numbers.js'
import { damagedKey, damagedPublicKey, tooCostly, unsupportedType } from './key-errors.js'
import { blobFromKey, type PublicKeyFacts, publicKeyFacts, publicKeyFromBlob } from './public-key.js'
import { wireReader } from './ssh-wire.js'

/** A key pair whose halves are known to belong together. */
export interface ProvenKey extends PublicKeyFacts {
  key: KeyObject
  blob: Buffer
}

/**
 * Proves a private key that came from outside before anything relies on it: files of which the public half is another
 * key's, or whose RSA numbers make no RSA key, load without complaint elsewhere. The public half is made again from the
 * private one and compared with every public half that the file holds (`claimed` is the one outside its encryption, null
 * where there is none), RSA's numbers are checked, its primes too, a signature is made and verified.
 *
 * Throws `key-damaged`, `key-type-unsupported`, `key-too-costly` or `cancelled`.
 */
export async function proveForeignKey(
  half: PrivateHalf,
  claimed: Uint8Array | null,
  signal?: AbortSignal,
): Promise<ProvenKey> {
  const proven = await provePrivateKey(keyFromHalf(half), claimed)
  if (half.type === 'rsa') await untilCancelled(requirePrimes(half), signal)
  return proven
}

/**
 * As `proveForeignKey` for a key that node:crypto made itself, whose numbers are not in question. Throws `key-damaged`,
 * `key-type-unsupported` or `key-too-costly`.
 */
export async function provePrivateKey(key: KeyObject, claimed: Uint8Array | null): Promise<ProvenKey> {
  const blob = blobFromKey(key)
  if (claimed !== null && !blob.equals(claimed)) throw foreignHalf()
  const facts = requireSoundPublicHalf(blob)
  await checkSignature(key, blob)
  return { key, blob, ...facts }
}

/**
 * Checks what can be checked of a public half alone, at little cost: that its point is on its curve and its numbers can
 * be RSA's. Throws `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function requireSoundPublicHalf(blob: Uint8Array): PublicKeyFacts {
  const facts = publicKeyFacts(blob)
  if (facts.type === 'rsa') requireSoundRsa(blob, facts.bits)
  publicKeyFromBlob(blob)
  return facts
}

/** 1024 bits: what OpenSSH still takes. 8192: what BoringSSL, and so the desktop program, still takes. */
function requireSoundRsa(blob: Uint8Array, bits: number): void {
  if (bits < 1024)
    throw unsupportedType(
      told`RSA with ${bits} bits, which servers refuse as too short`,
      'Make an Ed25519 key pair, or RSA with 3072 bits, and put it on the instances in its place.',
    )
  if (bits > 8192)
    throw tooCostly(
      told`RSA with ${bits} bits`,
      'Use RSA of at most 8192 bits, or Ed25519, which is as strong and quicker.',
    )
  const reader = wireReader(blob)
  reader.bytes() // its type
  const [e, n] = [reader.mpint(), reader.mpint()]
  const even = (number: Buffer) => ((number.at(-1) ?? 0) & 1) === 0
  if (even(e) || even(n) || e.equals(Buffer.of(1))) throw damagedPublicKey(told`its numbers make no RSA key`)
  if (e.length > 4) throw unsupportedType(told`RSA with a public exponent of more than 32 bits`)
}

async function checkSignature(key: KeyObject, blob: Buffer): Promise<void> {
  const data = randomBytes(32)
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const signature = await promisify(sign)(hash, data, key).catch((cause) => {
    throw damagedKey(told`it can not sign`, cause)
  })
  if (!verify(hash, data, publicKeyFromBlob(blob), signature)) throw foreignHalf()
}

/** Calls `use` with the private half as the vault keeps it, PKCS#8 DER, which is wiped afterwards. */
export async function withPkcs8(
  { key }: Pick<ProvenKey, 'key'>,
  use: (secret: Uint8Array) => Promise<void>,
): Promise<void> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  try {
    await use(pkcs8)
  } finally {
    wipe(pkcs8)
  }
}

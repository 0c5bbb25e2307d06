import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { GenerateSpec } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { orAborted } from '../lib/or-aborted.js'
import { wipe } from '../lib/wipe.js'
import { type ProvenKey, provePrivateKey } from './prove.js'

/** Several at once would take the threads that files are read and written with, for seconds. */
const rsaInTurn = oneAtATime()

/**
 * Makes a key pair off the main thread and proves it; RSA one at a time. RSA 4096 takes a second or a few. Aborted, it
 * throws `cancelled` at once, and what is made all the same is thrown away.
 */
export async function generateKey(spec: GenerateSpec, signal?: AbortSignal): Promise<ProvenKey> {
  const key = makePrivateKey(spec, signal)
  const made = await (signal === undefined
    ? key
    : orAborted(signal, key).finally(() => requireWanted(signal)))
  const proven = await provePrivateKey(made, null)
  requireWanted(signal)
  return proven
}

/** Throws `cancelled` where the signal is aborted. */
export function requireWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LatchkeyError('cancelled', 'Making the key pair was cancelled.')
}

/**
 * Through DER, not as the KeyObject that Node would make: that one shares its lock with the generation's job, and a
 * garbage collection that frees the job while the key is exported waits for that lock for ever (seen with Node 20.20:
 * ExportJWKEcKey, a collection within it, ~KeyGenJob).
 */
async function makePrivateKey(spec: GenerateSpec, signal: AbortSignal | undefined): Promise<KeyObject> {
  requireWanted(signal)
  const der = await (spec.type === 'rsa' ? firstOfTwo(spec, signal) : makeDer(spec))
  try {
    return createPrivateKey({ key: der, ...pkcs8 })
  } finally {
    wipe(der)
  }
}

/**
 * How long the search for RSA's primes takes is luck: of two at a time the first is there after 0.7 of one's time. The
 * other can't be stopped; it takes its processor for about half a second more (3072 bits), its key is wiped, and the next
 * RSA key waits for it. Where there is one processor only, two would halve each other's speed.
 */
function firstOfTwo(spec: GenerateSpec, signal: AbortSignal | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const search = async () => {
      requireWanted(signal)
      const runs = Array.from({ length: Math.min(2, availableParallelism()) }, () => makeDer(spec))
      const first = await Promise.race(runs)
      resolve(first)
      for (const der of await Promise.all(runs)) if (der !== first) wipe(der)
    }
    rsaInTurn(search).catch(reject)
  })
}

const pkcs8 = { type: 'pkcs8', format: 'der' } as const
const encodings = { privateKeyEncoding: pkcs8, publicKeyEncoding: { type: 'spki', format: 'der' } } as const

function makeDer(spec: GenerateSpec): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const made = (error: Error | null, _publicKey: Buffer, privateKey: Buffer) =>
      error ? reject(error) : resolve(privateKey)
    if (spec.type === 'rsa') generateKeyPair('rsa', { modulusLength: spec.bits, ...encodings }, made)
    else if (spec.type === 'ecdsa')
      generateKeyPair('ec', { namedCurve: `P-${spec.bits}`, ...encodings }, made)
    else generateKeyPair('ed25519', encodings, made)
  })
}

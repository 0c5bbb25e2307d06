import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import type { GenerateSpec } from '../../../contract/keys.js'
import { wipe } from '../lib/wipe.js'
import { type ProvenKey, provePrivateKey } from './prove.js'

/** Makes a key pair off the main thread and proves it. RSA 4096 takes a second or a few. */
export async function generateKey(spec: GenerateSpec): Promise<ProvenKey> {
  return provePrivateKey(await makePrivateKey(spec), null)
}

/**
 * Through DER, not as the KeyObject that Node would make: that one shares its lock with the generation's job, and a
 * garbage collection that frees the job while the key is exported waits for that lock for ever (seen with Node 20.20:
 * ExportJWKEcKey, a collection within it, ~KeyGenJob).
 */
async function makePrivateKey(spec: GenerateSpec): Promise<KeyObject> {
  const der = await makeDer(spec)
  try {
    return createPrivateKey({ key: der, ...pkcs8 })
  } finally {
    wipe(der)
  }
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

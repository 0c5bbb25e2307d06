import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { GenerateSpec } from '../../../contract/keys.js'
import { type ProvenKey, provePrivateKey } from './prove.js'

/** Makes a key pair off the main thread and proves it. RSA 4096 takes a second or a few. */
export async function generateKey(spec: GenerateSpec): Promise<ProvenKey> {
  return provePrivateKey(await makePrivateKey(spec), null)
}

const make = promisify(generateKeyPair)

async function makePrivateKey(spec: GenerateSpec): Promise<KeyObject> {
  if (spec.type === 'rsa') return (await make('rsa', { modulusLength: spec.bits })).privateKey
  if (spec.type === 'ecdsa') return (await make('ec', { namedCurve: `P-${spec.bits}` })).privateKey
  return (await make('ed25519')).privateKey
}

import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { told } from '../../../contract/words/say.js'
import type { KeyRecord } from '../profile.js'
import { damagedKey } from './key-errors.js'
import { blobFromKey, curves, fingerprintSha256, publicKeyFacts } from './public-key.js'
import type { Signer } from './signer.js'
import { mpint } from './ssh-wire.js'

/**
 * Opens a key pair for signing. `pkcs8` is DER, and the caller wipes it. Throws `key-damaged` if it is not the private
 * half of the record's public key.
 */
export function openSigner(record: KeyRecord, pkcs8: Uint8Array): Signer {
  const publicBlob = Buffer.from(record.blob, 'base64')
  const { sshType } = publicKeyFacts(publicBlob)
  let key: KeyObject | null = matchingKey(pkcs8, publicBlob)
  return {
    keyId: record.id,
    fingerprint: fingerprintSha256(publicBlob),
    type: sshType,
    publicBlob,
    async sign(data, hash = 'sha512') {
      if (key === null) throw new Error('The signer is closed')
      return signInner(key, sshType, data, hash)
    },
    close() {
      key = null
    },
  }
}

/**
 * The private key that the vault holds for `publicBlob`. `pkcs8` is DER, and the caller wipes it. Throws `key-damaged` if
 * it can't be read or is another's.
 */
export function matchingKey(pkcs8: Uint8Array, publicBlob: Buffer): KeyObject {
  let key: KeyObject
  try {
    key = createPrivateKey({
      key: Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.byteLength),
      format: 'der',
      type: 'pkcs8',
    })
  } catch (cause) {
    throw damagedKey(told`what the vault holds can not be read`, cause)
  }
  if (!blobFromKey(key).equals(publicBlob))
    throw damagedKey(told`what the vault holds belongs to another public key`)
  return key
}

const signAsync = promisify(sign)

async function signInner(
  key: KeyObject,
  sshType: string,
  data: Uint8Array,
  hash: 'sha256' | 'sha512',
): Promise<Uint8Array> {
  if (sshType === 'ssh-ed25519') return signAsync(null, data, key)
  if (sshType === 'ssh-rsa') return signAsync(hash, data, key)
  const curve = curves.find(({ ssh }) => sshType === `ecdsa-sha2-${ssh}`)
  if (curve === undefined) throw new Error(`No way to sign with ${sshType}`)
  const both = await signAsync(curve.hash, data, { key, dsaEncoding: 'ieee-p1363' })
  const half = both.length / 2
  return Buffer.concat([mpint(both.subarray(0, half)), mpint(both.subarray(half))])
}

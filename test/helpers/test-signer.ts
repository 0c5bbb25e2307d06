import { type KeyObject, sign } from 'node:crypto'
import {
  blobFromKey,
  fingerprintSha256,
  publicKeyFacts,
  publicKeyLine,
} from '../../main/core/keys/public-key.js'
import type { Signer } from '../../main/core/keys/signer.js'
import { mpint } from '../../main/core/keys/ssh-wire.js'
import { freshKey } from './fresh-key.js'

export type TestKeyType = 'ed25519' | 'rsa' | 'ecdsa-256' | 'ecdsa-384' | 'ecdsa-521'

const freshTypes = {
  ed25519: 'ed25519',
  rsa: 'rsa2048',
  'ecdsa-256': 'P-256',
  'ecdsa-384': 'P-384',
  'ecdsa-521': 'P-521',
} as const

export interface TestSigner extends Signer {
  /** For authorized_keys. */
  publicLine: string
  privateKey: KeyObject
  closed(): boolean
  /** The same key, opened another time. */
  again(): TestSigner
}

/** A fresh key pair that signs with node:crypto. */
export function testSigner(type: TestKeyType = 'ed25519', keyId = `test-${type}`): TestSigner {
  return open(type, keyId, freshKey(freshTypes[type]))
}

function open(type: TestKeyType, keyId: string, privateKey: KeyObject): TestSigner {
  const publicBlob = blobFromKey(privateKey)
  let closed = false
  return {
    keyId,
    fingerprint: fingerprintSha256(publicBlob),
    type: publicKeyFacts(publicBlob).sshType,
    publicBlob,
    publicLine: publicKeyLine(publicBlob, keyId),
    privateKey,
    closed: () => closed,
    again: () => open(type, keyId, privateKey),
    async sign(data, hash = 'sha512') {
      if (closed) throw new Error('closed')
      if (type === 'ed25519') return sign(null, data, privateKey)
      if (type === 'rsa') return sign(hash, data, privateKey)
      return ecdsaSignature(
        data,
        privateKey,
        { '256': 'sha256', '384': 'sha384', '521': 'sha512' }[type.slice(6)],
      )
    },
    close() {
      closed = true
    },
  }
}

function ecdsaSignature(data: Uint8Array, key: KeyObject, hash: string | undefined): Buffer {
  const both = sign(hash, data, { key, dsaEncoding: 'ieee-p1363' })
  const half = both.length / 2
  return Buffer.concat([mpint(both.subarray(0, half)), mpint(both.subarray(half))])
}

import {
  createPrivateKey,
  type ED25519KeyPairOptions,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { writeOpenssh } from '../../main/core/keys/formats/write-openssh.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'

type FreshKeyType = 'ed25519' | 'ed448' | `rsa${number}` | 'P-256' | 'P-384' | 'P-521' | 'secp256k1'

/** A new private key. Made through DER, since one that Node makes as a KeyObject can deadlock: see main/core/keys/generate.ts. */
export function freshKey(type: FreshKeyType): KeyObject {
  return createPrivateKey({ key: makeDer(type), ...pkcs8 })
}

/**
 * A new Ed25519 key pair as OpenSSH's texts, for a server of the tests. Not by ssh2's generator: it drops a zero byte at the
 * beginning of the point, so one pair of 256 is broken (ssh2 1.17).
 */
export async function freshKeyTexts(): Promise<{ private: string; public: string }> {
  const key = freshKey('ed25519')
  return {
    private: (await writeOpenssh(key, null, '')).toString('latin1'),
    public: publicKeyLine(blobFromKey(key), ''),
  }
}

const pkcs8 = { type: 'pkcs8', format: 'der' } as const
const encodings: ED25519KeyPairOptions<'der', 'der'> = {
  privateKeyEncoding: pkcs8,
  publicKeyEncoding: { type: 'spki', format: 'der' },
}

function makeDer(type: FreshKeyType): Buffer {
  if (type === 'ed25519') return generateKeyPairSync('ed25519', encodings).privateKey
  if (type === 'ed448') return generateKeyPairSync('ed448', encodings).privateKey
  if (type.startsWith('rsa'))
    return generateKeyPairSync('rsa', { modulusLength: Number(type.slice(3)), ...encodings }).privateKey
  return generateKeyPairSync('ec', { namedCurve: type, ...encodings }).privateKey
}

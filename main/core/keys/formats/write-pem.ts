import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { LatchkeyError } from '../../lib/error.js'
import { wipe } from '../../lib/wipe.js'
import { armoured } from './base64-lines.js'
import { dekKey } from './pem-dek.js'
import { privateDer } from './private-numbers.js'

/**
 * What clouds call "PEM": PKCS#1 for RSA, SEC1 for ECDSA. Encrypted as ssh-keygen and OpenSSL do it (DEK-Info with
 * AES-128-CBC, the only AES that PuTTY reads there). That makes its key by a single round of MD5, so a passphrase is
 * guessed many million times a second: it protects from a glance, not from an attack. Throws `key-type-unsupported` for
 * Ed25519.
 */
export async function writePem(key: KeyObject, passphrase: Uint8Array | null): Promise<Buffer> {
  const label = labelOf(key)
  const der = privateDer(key)
  try {
    return passphrase === null ? armoured(label, der) : encrypted(label, der, passphrase)
  } finally {
    wipe(der)
  }
}

function encrypted(label: string, der: Buffer, passphrase: Uint8Array): Buffer {
  const iv = randomBytes(16)
  const key = dekKey(passphrase, iv, 16)
  try {
    const cipher = createCipheriv('aes-128-cbc', key, iv)
    const body = Buffer.concat([cipher.update(der), cipher.final()])
    const dek = `AES-128-CBC,${iv.toString('hex').toUpperCase()}`
    return armoured(label, body, { headers: `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${dek}\n\n` })
  } finally {
    wipe(key)
  }
}

function labelOf({ asymmetricKeyType }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return 'RSA PRIVATE KEY'
  if (asymmetricKeyType === 'ec') return 'EC PRIVATE KEY'
  throw new LatchkeyError('key-type-unsupported', 'There is no PEM form of Ed25519 keys.', {
    advice: 'Take the OpenSSH format, or PKCS#8 for programs that want PEM.',
  })
}

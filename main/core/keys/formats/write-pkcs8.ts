import { createCipheriv, type KeyObject, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { wipe } from '../../lib/wipe.js'
import { derElement, derInteger, derObjectId, NULL, OCTET_STRING, SEQUENCE } from './asn1.js'
import { armoured } from './base64-lines.js'
import { untilCancelled } from './cancelled.js'
import { CBC, HMAC, PBES2, PBKDF2 } from './object-ids.js'

/** OpenSSL's default of 2048 is of 1999; this is what OWASP asks of PBKDF2 with SHA-256. */
const ITERATIONS = 600_000

/**
 * PKCS#8 (RFC 5208), encrypted with PBES2 (RFC 8018): PBKDF2 with HMAC-SHA-256, AES-256-CBC. Made here and not by
 * node:crypto, which would take 2048 iterations and leaves no choice. OpenSSH reads Ed25519 in it since version 9.6.
 */
export async function writePkcs8(
  key: KeyObject,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<Buffer> {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  try {
    if (passphrase === null) return armoured('PRIVATE KEY', der)
    return armoured('ENCRYPTED PRIVATE KEY', await encrypt(der, passphrase, signal))
  } finally {
    wipe(der)
  }
}

async function encrypt(der: Buffer, passphrase: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)]
  const derived = promisify(pbkdf2)(passphrase, salt, ITERATIONS, 32, 'sha256')
  const key = await untilCancelled(derived, signal, wipe)
  try {
    const cipher = createCipheriv('aes-256-cbc', key, iv)
    const body = Buffer.concat([cipher.update(der), cipher.final()])
    return derElement(SEQUENCE, pbes2Algorithm(salt, iv), derElement(OCTET_STRING, body))
  } finally {
    wipe(key)
  }
}

/** The AlgorithmIdentifier: RFC 8018 appendix A.4. */
function pbes2Algorithm(salt: Buffer, iv: Buffer): Buffer {
  const iterations = Buffer.alloc(4)
  iterations.writeUInt32BE(ITERATIONS)
  const hmac = derElement(SEQUENCE, derObjectId(HMAC.sha256), derElement(NULL))
  const costs = derElement(SEQUENCE, derElement(OCTET_STRING, salt), derInteger(iterations), hmac)
  const kdf = derElement(SEQUENCE, derObjectId(PBKDF2), costs)
  const cipher = derElement(SEQUENCE, derObjectId(CBC.aes256), derElement(OCTET_STRING, iv))
  return derElement(SEQUENCE, derObjectId(PBES2), derElement(SEQUENCE, kdf, cipher))
}

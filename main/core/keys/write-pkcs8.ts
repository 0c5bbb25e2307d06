import { createCipheriv, type KeyObject, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { wipe } from '../lib/wipe.js'
import { armoured } from './base64-lines.js'
import { untilCancelled } from './cancelled.js'

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
    return sequence(pbes2(salt, iv), octets(body))
  } finally {
    wipe(key)
  }
}

/** RFC 8018 appendix A.4. */
function pbes2(salt: Buffer, iv: Buffer): Buffer {
  const hmac = sequence(oid('2a864886f70d0209'), Buffer.of(0x05, 0)) // hmacWithSHA256, NULL
  const kdf = sequence(oid('2a864886f70d01050c'), sequence(octets(salt), integer(ITERATIONS), hmac)) // PBKDF2
  const cipher = sequence(oid('60864801650304012a'), octets(iv)) // aes256-CBC
  return sequence(oid('2a864886f70d01050d'), sequence(kdf, cipher)) // PBES2
}

const sequence = (...elements: Buffer[]) => element(0x30, Buffer.concat(elements))
const octets = (content: Buffer) => element(0x04, content)
const oid = (content: string) => element(0x06, Buffer.from(content, 'hex'))

/** Of three bytes, the first of which is below 0x80. */
function integer(value: number): Buffer {
  const content = Buffer.alloc(3)
  content.writeUIntBE(value, 0, 3)
  return element(0x02, content)
}

/** X.690 §8.1, with content of up to 65,535 bytes. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...head), content])
}

import { createCipheriv, createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto'
import { argon2 } from '../../lib/argon2.js'
import { wipe } from '../../lib/wipe.js'
import { blobFromKey } from '../public-key.js'
import { mpint, string, wireReader } from '../ssh-wire.js'
import { base64Lines } from './base64-lines.js'
import { untilCancelled } from './cancelled.js'
import { withPrivateNumbers } from './private-numbers.js'

/** PuTTY itself takes 8 MiB and as many passes as fit into 0.1 s. */
const ARGON2 = { memory: 65_536, passes: 4, lanes: 1 }

interface Material {
  cipherKey: Buffer
  iv: Buffer
  macKey: Buffer
  /** The file's lines that say how it was made of the passphrase. */
  lines: string
}

/**
 * PuTTY's own format (PuTTY manual, appendix C): version 3 with Argon2id and HMAC-SHA-256; version 2, for PuTTY before
 * 0.75, with SHA-1, of which a passphrase is guessed many million times a second.
 */
export async function writePpk(
  key: KeyObject,
  passphrase: Uint8Array | null,
  comment: string,
  version: 2 | 3,
  signal?: AbortSignal,
): Promise<Buffer> {
  const material = version === 3 ? await argon2Material(passphrase, signal) : sha1Material(passphrase)
  const half = privateHalf(key)
  const padded = passphrase === null ? half : pad(half)
  try {
    return file(
      version,
      { blob: blobFromKey(key), comment, padded, encrypted: passphrase !== null },
      material,
    )
  } finally {
    wipe(half, padded, material.cipherKey, material.iv, material.macKey)
  }
}

interface Content {
  blob: Buffer
  comment: string
  /** The private half as it is encrypted. */
  padded: Buffer
  encrypted: boolean
}

function file(version: 2 | 3, { blob, comment, padded, encrypted }: Content, material: Material): Buffer {
  const type = wireReader(blob).text()
  const encryption = encrypted ? 'aes256-cbc' : 'none'
  const mac = createHmac(version === 3 ? 'sha256' : 'sha1', material.macKey)
  for (const part of [type, encryption, comment, blob]) mac.update(string(part))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(padded.length)
  mac.update(length).update(padded)

  const publicLines = base64Lines(blob, 64)
  const privateLines = base64Lines(encrypted ? encrypt(padded, material) : padded, 64)
  const head = `PuTTY-User-Key-File-${version}: ${type}\nEncryption: ${encryption}\nComment: ${comment}\n`
  try {
    return Buffer.concat([
      Buffer.from(`${head}Public-Lines: ${countLines(publicLines)}\n`),
      publicLines,
      Buffer.from(`${material.lines}Private-Lines: ${countLines(privateLines)}\n`),
      privateLines,
      Buffer.from(`Private-MAC: ${mac.digest('hex')}\n`),
    ])
  } finally {
    wipe(privateLines)
  }
}

const countLines = (lines: Buffer) => Math.ceil(lines.length / 65)

function encrypt(padded: Buffer, { cipherKey, iv }: Material): Buffer {
  return createCipheriv('aes-256-cbc', cipherKey, iv).setAutoPadding(false).update(padded)
}

/** Up to whole blocks with the beginning of its own SHA-1, as PuTTY does it. */
function pad(half: Buffer): Buffer {
  const digest = createHash('sha1').update(half).digest()
  return Buffer.concat([half, digest.subarray(0, -half.length & 15)])
}

function privateHalf(key: KeyObject): Buffer {
  return withPrivateNumbers(key, (numbers) => {
    if (numbers.type === 'ed25519') return string(numbers.seed)
    if (numbers.type === 'ecdsa') return mpint(numbers.d)
    const { d, p, q, qi } = numbers
    const fields = [d, p, q, qi].map((number) => mpint(number))
    try {
      return Buffer.concat(fields)
    } finally {
      wipe(...fields)
    }
  })
}

const nothing = Buffer.alloc(0)

async function argon2Material(passphrase: Uint8Array | null, signal?: AbortSignal): Promise<Material> {
  if (passphrase === null) return { cipherKey: nothing, iv: nothing, macKey: nothing, lines: '' }
  const salt = randomBytes(16)
  const derived = argon2({ variant: 'argon2id', password: passphrase, salt, ...ARGON2, length: 80 })
  const material = await untilCancelled(derived, signal, wipe)
  const lines = [
    'Key-Derivation: Argon2id',
    `Argon2-Memory: ${ARGON2.memory}`,
    `Argon2-Passes: ${ARGON2.passes}`,
    `Argon2-Parallelism: ${ARGON2.lanes}`,
    `Argon2-Salt: ${salt.toString('hex')}`,
  ]
  return {
    cipherKey: material.subarray(0, 32),
    iv: material.subarray(32, 48),
    macKey: material.subarray(48),
    lines: lines.map((line) => `${line}\n`).join(''),
  }
}

function sha1Material(passphrase: Uint8Array | null): Material {
  const secret = passphrase ?? nothing
  const sha1 = (prefix: string | Buffer) => createHash('sha1').update(prefix).update(secret).digest()
  const [first, second] = [sha1(Buffer.of(0, 0, 0, 0)), sha1(Buffer.of(0, 0, 0, 1))]
  const cipherKey = Buffer.concat([first, second.subarray(0, 12)])
  wipe(first, second)
  return { cipherKey, iv: Buffer.alloc(16), macKey: sha1('putty-private-key-file-mac-key'), lines: '' }
}

import { createCipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto'
import { wipe } from '../../lib/wipe.js'
import { blobFromKey } from '../public-key.js'
import { mpint, string, wireReader } from '../ssh-wire.js'
import { base64Lines } from './base64-lines.js'
import { argon2Material, type PpkMaterial, ppkMac, sha1Material } from './ppk-material.js'
import { type PrivateNumbers, packPrivateNumbers } from './private-numbers.js'

/** PuTTY itself takes 8 MiB and as many passes as fit into 0.1 s. */
const ARGON2 = { memory: 65_536, passes: 4, lanes: 1 }

interface Material extends PpkMaterial {
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
  const material =
    version === 3 ? await argon2Lines(passphrase, signal) : { ...sha1Material(passphrase), lines: '' }
  const half = packPrivateNumbers(key, privateFields)
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
  const mac = ppkMac({ version, type, encryption, comment, blob }, material.macKey, padded)
  const publicLines = base64Lines(blob, 64)
  const privateLines = base64Lines(encrypted ? encrypt(padded, material) : padded, 64)
  const head = `PuTTY-User-Key-File-${version}: ${type}\nEncryption: ${encryption}\nComment: ${comment}\n`
  try {
    return Buffer.concat([
      Buffer.from(`${head}Public-Lines: ${countLines(publicLines)}\n`),
      publicLines,
      Buffer.from(`${material.lines}Private-Lines: ${countLines(privateLines)}\n`),
      privateLines,
      Buffer.from(`Private-MAC: ${mac.toString('hex')}\n`),
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

/** What the public half does not hold already. */
function privateFields(numbers: PrivateNumbers): Buffer[] {
  if (numbers.type === 'ed25519') return [string(numbers.seed)]
  if (numbers.type === 'ecdsa') return [mpint(numbers.d)]
  return [numbers.d, numbers.p, numbers.q, numbers.qi].map((number) => mpint(number))
}

async function argon2Lines(passphrase: Uint8Array | null, signal?: AbortSignal): Promise<Material> {
  const nothing = Buffer.alloc(0)
  if (passphrase === null) return { cipherKey: nothing, iv: nothing, macKey: nothing, lines: '' }
  const salt = randomBytes(16)
  const material = await argon2Material({ variant: 'argon2id', salt, ...ARGON2 }, passphrase, signal)
  const lines = [
    'Key-Derivation: Argon2id',
    `Argon2-Memory: ${ARGON2.memory}`,
    `Argon2-Passes: ${ARGON2.passes}`,
    `Argon2-Parallelism: ${ARGON2.lanes}`,
    `Argon2-Salt: ${salt.toString('hex')}`,
  ]
  return { ...material, lines: lines.map((line) => `${line}\n`).join('') }
}

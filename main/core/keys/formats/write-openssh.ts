import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto'
import { wipe } from '../../lib/wipe.js'
import { blobFromKey } from '../public-key.js'
import { mpint, string, uint32 } from '../ssh-wire.js'
import { armoured } from './base64-lines.js'
import { type PrivateNumbers, packPrivateNumbers } from './private-numbers.js'
import { bcryptPbkdf } from './unlock-worker.js'

/** What ssh-keygen takes by itself since OpenSSH 9.4: about half a second for each guess and each use. */
const ROUNDS = 24

/** OpenSSH's own format, `openssh-key-v1` (OpenSSH's PROTOCOL.key): aes256-ctr with bcrypt, or plain. */
export async function writeOpenssh(
  key: KeyObject,
  passphrase: Uint8Array | null,
  comment: string,
  signal?: AbortSignal,
): Promise<Buffer> {
  const section = privateSection(key, comment, passphrase === null ? 8 : 16)
  try {
    return passphrase === null
      ? file(key, { cipher: 'none', kdf: 'none', options: Buffer.alloc(0), section })
      : file(key, await encrypt(section, passphrase, signal))
  } finally {
    wipe(section)
  }
}

interface Parts {
  cipher: string
  kdf: string
  options: Buffer
  section: Buffer
}

async function encrypt(section: Buffer, passphrase: Uint8Array, signal?: AbortSignal): Promise<Parts> {
  const salt = randomBytes(16)
  const material = await bcryptPbkdf({ passphrase, salt, rounds: ROUNDS, length: 48 }, signal)
  try {
    const cipher = createCipheriv('aes-256-ctr', material.subarray(0, 32), material.subarray(32))
    const options = Buffer.concat([string(salt), uint32(ROUNDS)])
    return { cipher: 'aes256-ctr', kdf: 'bcrypt', options, section: cipher.update(section) }
  } finally {
    wipe(material)
  }
}

function file(key: KeyObject, { cipher, kdf, options, section }: Parts): Buffer {
  const parts = [string(cipher), string(kdf), string(options), uint32(1), string(blobFromKey(key))]
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...parts, uint32(section.length), section])
  try {
    return armoured('OPENSSH PRIVATE KEY', body, { width: 70 })
  } finally {
    wipe(body)
  }
}

/** Two equal check numbers, the private half, the comment, then 1, 2, 3 … up to a whole block. */
function privateSection(key: KeyObject, comment: string, blockLength: number): Buffer {
  const check = randomBytes(4)
  const half = packPrivateNumbers(key, privateFields)
  const tail = string(comment)
  const unpadded = 2 * check.length + half.length + tail.length
  const padding = Uint8Array.from({ length: -unpadded & (blockLength - 1) }, (_, index) => index + 1)
  try {
    return Buffer.concat([check, check, half, tail, padding])
  } finally {
    wipe(half)
  }
}

function privateFields(numbers: PrivateNumbers): Buffer[] {
  if (numbers.type === 'ed25519') {
    const { publicHalf, seed } = numbers
    return [string('ssh-ed25519'), string(publicHalf), uint32(64), seed, publicHalf]
  }
  if (numbers.type === 'ecdsa') {
    const { curve, point, d } = numbers
    return [string(`ecdsa-sha2-${curve}`), string(curve), string(point), mpint(d)]
  }
  const { n, e, d, qi, p, q } = numbers
  return [string('ssh-rsa'), ...[n, e, d, qi, p, q].map((number) => mpint(number))]
}

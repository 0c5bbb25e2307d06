import { createDecipheriv, getCipherInfo } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { decryptSecret } from '../../lib/decipher.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong, tooCostly, unsupportedCipher } from '../key-errors.js'
import { publicKeyFacts } from '../public-key.js'
import { WireError, wireReader } from '../ssh-wire.js'
import type { OpenedKey, PrivateFile } from './key-file.js'
import { commentText } from './key-text.js'
import { openChacha20 } from './openssh-chacha20.js'
import { readPrivateFields } from './openssh-private-fields.js'
import { bcryptPbkdf } from './unlock-worker.js'

/** About 25 s of work. OpenSSH's default is 16 or 24; people who fear guessing take some hundreds. */
const MOST_ROUNDS = 1000

const ADVICE = told`On a copy of the file, change that with: ssh-keygen -p -Z aes256-ctr -f FILE`

interface Cipher {
  /** For node:crypto; empty where there is no encryption, or where it is not node:crypto's. */
  openssl: string
  keyLength: number
  ivLength: number
  blockLength: number
  tagLength: number
}

interface Envelope {
  cipher: Cipher
  kdf: { salt: Buffer; rounds: number }
  section: Buffer
  tag: Buffer
}

const MAGIC = Buffer.from('openssh-key-v1\0')

export const isOpensshFile = (data: Buffer) => data.subarray(0, MAGIC.length).equals(MAGIC)

/**
 * Reads an `openssh-key-v1` file (OpenSSH's PROTOCOL.key), decoded from base64. Does no costly work before it is opened.
 * Throws `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function readOpenssh(data: Buffer): PrivateFile {
  return orDamaged(() => {
    const reader = wireReader(data.subarray(MAGIC.length))
    const name = reader.text()
    const cipher = knownCipher(name)
    const kdf = readKdf(reader.text(), reader.bytes())
    if (reader.uint32() !== 1) throw damagedKey(told`it should hold exactly one key`)
    const blob = reader.bytes()
    publicKeyFacts(blob)
    const envelope = { cipher, kdf, section: reader.bytes(), tag: reader.rest() }
    requireWhole(envelope)
    return {
      format: 'OpenSSH',
      encryption: cipher.keyLength === 0 ? null : `${name.split('@')[0]}, bcrypt with ${kdf.rounds} rounds`,
      blob,
      comment: '',
      open: (passphrase, signal) => open(envelope, passphrase, signal),
    }
  })
}

function requireWhole({ cipher, kdf, section, tag }: Envelope): void {
  if (tag.length !== cipher.tagLength || section.length % cipher.blockLength !== 0)
    throw damagedKey(told`its length is wrong`)
  if (cipher.keyLength > 0 !== kdf.rounds > 0)
    throw damagedKey(told`it is encrypted and not encrypted at once`)
}

async function open(envelope: Envelope, passphrase: Uint8Array, signal?: AbortSignal): Promise<OpenedKey> {
  const encrypted = envelope.cipher.keyLength > 0
  const secret = encrypted ? await decrypt(envelope, passphrase, signal) : Buffer.from(envelope.section)
  try {
    return { ...orDamaged(() => readSection(secret, encrypted)), secret }
  } catch (error) {
    wipe(secret)
    throw error
  }
}

async function decrypt(
  { cipher, kdf, section, tag }: Envelope,
  passphrase: Uint8Array,
  signal?: AbortSignal,
) {
  const { openssl, keyLength, ivLength, tagLength } = cipher
  const material = await bcryptPbkdf({ passphrase, ...kdf, length: keyLength + ivLength }, signal)
  try {
    const [key, iv] = [material.subarray(0, keyLength), material.subarray(keyLength)]
    if (openssl === '') return openChacha20(key, section, tag) ?? wrong()
    const decipher = createDecipheriv(openssl as 'aes-256-gcm', key, iv).setAutoPadding(false)
    if (tagLength > 0) decipher.setAuthTag(tag)
    const plain = decryptSecret(decipher, section, getCipherInfo(openssl)?.blockSize)
    return finish(decipher, plain)
  } finally {
    wipe(material)
  }
}

function finish(decipher: { final(): Buffer }, plain: Buffer): Buffer {
  try {
    decipher.final()
    return plain
  } catch (cause) {
    wipe(plain)
    throw passphraseWrong(cause)
  }
}

function wrong(): never {
  throw passphraseWrong()
}

function readSection(section: Buffer, encrypted: boolean): Pick<OpenedKey, 'half' | 'comment'> {
  const reader = wireReader(section)
  const [check, again] = [reader.uint32(), reader.uint32()]
  if (check !== again) throw encrypted ? passphraseWrong() : damagedKey(told`its check numbers differ`)
  const half = readPrivateFields(reader)
  const comment = commentText(reader.bytes())
  if (reader.rest().some((byte, index) => byte !== index + 1)) throw damagedKey(told`its padding is wrong`)
  return { half, comment }
}

function readKdf(name: string, options: Buffer): Envelope['kdf'] {
  if (name === 'none' && options.length === 0) return { salt: Buffer.alloc(0), rounds: 0 }
  if (name !== 'bcrypt') throw damagedKey(told`the way its passphrase is used has no known name`)
  const reader = wireReader(options)
  const kdf = { salt: reader.bytes(), rounds: reader.uint32() }
  reader.end()
  if (kdf.rounds === 0 || kdf.salt.length === 0) throw damagedKey(told`its passphrase settings are empty`)
  if (kdf.rounds > MOST_ROUNDS)
    throw tooCostly(
      told`${kdf.rounds} rounds of bcrypt`,
      told`On a copy of the file, lower it with: ssh-keygen -p -a 100 -f FILE`,
    )
  return kdf
}

function knownCipher(name: string): Cipher {
  const cipher = ciphers[name]
  if (cipher !== undefined) return cipher
  throw /^[\w@.-]{1,64}$/.test(name)
    ? unsupportedCipher(name, ADVICE)
    : damagedKey(told`its cipher has no readable name`)
}

function aes(openssl: string, bits: 128 | 192 | 256): Cipher {
  const gcm = openssl.endsWith('gcm')
  return {
    openssl,
    keyLength: bits / 8,
    ivLength: gcm ? 12 : 16,
    blockLength: 16,
    tagLength: gcm ? 16 : 0,
  }
}

const ciphers: Record<string, Cipher> = {
  none: { openssl: '', keyLength: 0, ivLength: 0, blockLength: 8, tagLength: 0 },
  'aes128-ctr': aes('aes-128-ctr', 128),
  'aes192-ctr': aes('aes-192-ctr', 192),
  'aes256-ctr': aes('aes-256-ctr', 256),
  'aes128-cbc': aes('aes-128-cbc', 128),
  'aes192-cbc': aes('aes-192-cbc', 192),
  'aes256-cbc': aes('aes-256-cbc', 256),
  'aes128-gcm@openssh.com': aes('aes-128-gcm', 128),
  'aes256-gcm@openssh.com': aes('aes-256-gcm', 256),
  'chacha20-poly1305@openssh.com': { openssl: '', keyLength: 64, ivLength: 0, blockLength: 8, tagLength: 16 },
  '3des-cbc': { openssl: 'des-ede3-cbc', keyLength: 24, ivLength: 8, blockLength: 8, tagLength: 0 },
}

function orDamaged<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof WireError) throw damagedKey(told`its bytes end too early or too late`, error)
    throw error
  }
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { argon2 } from '../../lib/argon2.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong } from '../key-errors.js'
import { publicKeyFacts } from '../public-key.js'
import { string, WireError } from '../ssh-wire.js'
import { untilCancelled } from './cancelled.js'
import { cbcCiphers, decryptCbc } from './cbc-cipher.js'
import type { OpenedKey, PrivateFile } from './key-file.js'
import { commentText } from './key-text.js'
import { type PpkFile, readPpkFile } from './ppk-file.js'
import { readPpkHalf } from './ppk-private-fields.js'

/**
 * Reads a PuTTY key file of version 2 or 3 (PuTTY manual, appendix C); each character of `text` is one byte. Throws
 * `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function readPpk(text: string): PrivateFile {
  const file = readPpkFile(text)
  const { sshType } = publicKeyFacts(file.blob)
  if (sshType !== file.type) throw damagedKey('it names two different types')
  return {
    format: `PuTTY (PPK version ${file.version})`,
    encryption: inWords(file),
    blob: file.blob,
    comment: commentText(file.comment),
    open: (passphrase, signal) => open(file, passphrase, signal),
  }
}

function inWords({ encryption, argon2: kdf }: PpkFile): string | null {
  if (encryption === 'none') return null
  if (kdf === null) return `${encryption}, SHA-1`
  const { variant, memory, passes } = kdf
  const name = variant.replace('argon', 'Argon')
  return `${encryption}, ${name} with ${Math.ceil(memory / 1024)} MiB and ${passes} passes`
}

/** What a passphrase gives. Empty buffers where nothing is encrypted. */
interface Material {
  cipherKey: Buffer
  iv: Buffer
  macKey: Buffer
}

async function open(file: PpkFile, passphrase: Uint8Array, signal?: AbortSignal): Promise<OpenedKey> {
  const material = await materialOf(file, passphrase, signal)
  const secret = plainSection(file, material)
  try {
    requireMac(file, material.macKey, secret)
    return { half: readHalf(file, secret), comment: commentText(file.comment), secret }
  } catch (error) {
    wipe(secret)
    throw error
  } finally {
    wipe(material.cipherKey, material.iv, material.macKey)
  }
}

function plainSection({ encryption, section }: PpkFile, { cipherKey, iv }: Material): Buffer {
  if (encryption === 'none') return Buffer.from(section)
  return decryptCbc(cbcCiphers.aes256, { key: cipherKey, iv, padded: false }, section)
}

/** Before any byte of the section is looked at. */
function requireMac(file: PpkFile, macKey: Buffer, section: Buffer): void {
  const right = comments(file.comment).some((comment) =>
    timingSafeEqual(macOf({ ...file, comment }, macKey, section), file.mac),
  )
  if (right) return
  throw file.encryption === 'none' ? damagedKey('its checksum is not that of its content') : passphraseWrong()
}

function macOf(
  { version, type, encryption, comment, blob }: PpkFile,
  macKey: Buffer,
  section: Buffer,
): Buffer {
  const mac = createHmac(version === 3 ? 'sha256' : 'sha1', macKey)
  for (const part of [type, encryption, comment, blob]) mac.update(string(part))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(section.length)
  return mac.update(length).update(section).digest()
}

/** As it stands; without blanks that came to its end; and in Latin-1, which a pasted text has lost. */
function comments(comment: Buffer): Buffer[] {
  const trimmed = Buffer.from(comment.toString('latin1').replace(/[ \t]+$/, ''), 'latin1')
  const latin1 = Buffer.from(trimmed.toString('utf8'), 'latin1')
  return [comment, trimmed, latin1]
}

async function materialOf(file: PpkFile, passphrase: Uint8Array, signal?: AbortSignal): Promise<Material> {
  if (file.argon2 !== null) return argon2Material(file.argon2, passphrase, signal)
  const nothing = Buffer.alloc(0)
  const secret = file.encryption === 'none' ? nothing : passphrase
  const macKey = file.version === 3 ? nothing : sha1('putty-private-key-file-mac-key', secret)
  if (file.encryption === 'none') return { cipherKey: nothing, iv: nothing, macKey }
  const halves = [0, 1].map((count) => sha1(Buffer.of(0, 0, 0, count), secret))
  const cipherKey = Buffer.concat(halves, 32)
  wipe(...halves)
  return { cipherKey, iv: Buffer.alloc(16), macKey }
}

async function argon2Material(
  { salt, ...cost }: NonNullable<PpkFile['argon2']>,
  passphrase: Uint8Array,
  signal?: AbortSignal,
): Promise<Material> {
  const work = argon2({ ...cost, password: passphrase, salt, length: 80 })
  const material = await untilCancelled(work, signal, wipe)
  return {
    cipherKey: material.subarray(0, 32),
    iv: material.subarray(32, 48),
    macKey: material.subarray(48),
  }
}

const sha1 = (label: string | Buffer, secret: Uint8Array) =>
  createHash('sha1').update(label).update(secret).digest()

function readHalf(file: PpkFile, section: Buffer) {
  try {
    return readPpkHalf(file.blob, section)
  } catch (error) {
    if (error instanceof WireError) throw damagedKey('its bytes end too early', error)
    throw error
  }
}

import { timingSafeEqual } from 'node:crypto'
import { told } from '../../../../contract/words/say.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, passphraseWrong } from '../key-errors.js'
import { publicKeyFacts } from '../public-key.js'
import { WireError } from '../ssh-wire.js'
import { cbcCiphers, decryptCbc } from './cbc-cipher.js'
import type { OpenedKey, PrivateFile } from './key-file.js'
import { commentText } from './key-text.js'
import { type PpkFile, readPpkFile } from './ppk-file.js'
import { argon2Material, type PpkMaterial, ppkMac, sha1Material } from './ppk-material.js'
import { readPpkHalf } from './ppk-private-fields.js'

/**
 * Reads a PuTTY key file of version 2 or 3 (PuTTY manual, appendix C); each character of `text` is one byte. Throws
 * `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function readPpk(text: string): PrivateFile {
  const file = readPpkFile(text)
  const { sshType } = publicKeyFacts(file.blob)
  if (sshType !== file.type) throw damagedKey(told`it names two different types`)
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

function plainSection({ encryption, section }: PpkFile, { cipherKey, iv }: PpkMaterial): Buffer {
  if (encryption === 'none') return Buffer.from(section)
  return decryptCbc(cbcCiphers.aes256, { key: cipherKey, iv, padded: false }, section)
}

/** Before any byte of the section is looked at. */
function requireMac(file: PpkFile, macKey: Buffer, section: Buffer): void {
  const right = comments(file.comment).some((comment) =>
    timingSafeEqual(ppkMac({ ...file, comment }, macKey, section), file.mac),
  )
  if (right) return
  throw file.encryption === 'none'
    ? damagedKey(told`its checksum is not that of its content`)
    : passphraseWrong()
}

/** As it stands; without blanks that came to its end; and in Latin-1, which a pasted text has lost. */
function comments(comment: Buffer): Buffer[] {
  const trimmed = Buffer.from(comment.toString('latin1').replace(/[ \t]+$/, ''), 'latin1')
  const latin1 = Buffer.from(trimmed.toString('utf8'), 'latin1')
  return [comment, trimmed, latin1]
}

async function materialOf(
  { version, encryption, argon2 }: PpkFile,
  passphrase: Uint8Array,
  signal?: AbortSignal,
): Promise<PpkMaterial> {
  if (argon2 !== null) return argon2Material(argon2, passphrase, signal)
  if (version === 2) return sha1Material(encryption === 'none' ? null : passphrase)
  const nothing = Buffer.alloc(0)
  return { cipherKey: nothing, iv: nothing, macKey: nothing }
}

function readHalf(file: PpkFile, section: Buffer) {
  try {
    return readPpkHalf(file.blob, section)
  } catch (error) {
    if (error instanceof WireError) throw damagedKey(told`its bytes end too early`, error)
    throw error
  }
}

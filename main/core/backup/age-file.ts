import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { isLatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import { scryptIdentity, scryptRecipient } from './age-scrypt.js'
import {
  codeNeeded,
  damagedBackup,
  mistypedCode,
  newerBackup,
  notABackup,
  notARecipient,
  passphraseNotCode,
  wrongCode,
} from './backup-errors.js'
import { codeMistake } from './code-mistake.js'

/* Files of age (C2SP, age.md), which other programs read and write too. */

/** A fresh X25519 identity, `AGE-SECRET-KEY-1…`, and its recipient, `age1…`. */
export async function newIdentity(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** Throws `input-invalid` for what is no recipient. The caller wipes `plain`. */
export async function encryptToRecipient(plain: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  try {
    encrypter.addRecipient(recipient)
  } catch (cause) {
    throw notARecipient(cause)
  }
  return encrypter.encrypt(plain)
}

/** Throws `cancelled`. The caller wipes `plain`. */
export function encryptWithPassphrase(
  plain: Uint8Array,
  passphrase: string,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return withSecretText(passphrase, (bytes) => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(scryptRecipient(bytes, signal))
    return encrypter.encrypt(plain)
  })
}

/** What opened a file: the recipient of the identity, or null for a passphrase. The caller wipes `plain`. */
export interface Opened {
  plain: Uint8Array
  recipient: string | null
}

/**
 * Opens a file, binary or armoured, with a passphrase or an identity, whichever the file is for. Throws
 * `backup-unreadable`, `backup-newer`, `backup-damaged`, `backup-too-costly`, `passphrase-wrong`, `recovery-code-wrong`,
 * `cancelled`.
 */
export async function decryptFile(file: Uint8Array, secret: string, signal?: AbortSignal): Promise<Opened> {
  if (file.length === 0) throw notABackup('The file is empty.')
  const bytes = withoutArmour(file)
  const header = headerOf(bytes)
  if (/^-> scrypt /m.test(header))
    return { plain: await withPassphrase(bytes, secret, signal), recipient: null }
  const identity = typedIdentity(secret)
  const recipient = await recipientOf(identity)
  return { plain: await withIdentity(bytes, identity), recipient }
}

function withPassphrase(file: Uint8Array, passphrase: string, signal?: AbortSignal): Promise<Uint8Array> {
  return withSecretText(passphrase, (bytes) =>
    decrypt(file, (it) => it.addIdentity(scryptIdentity(bytes, signal))),
  ).catch((error) => {
    const isCode = isLatchkeyError(error, 'passphrase-wrong') && lettersOf(passphrase).startsWith(CODE)
    throw isCode ? passphraseNotCode() : error
  })
}

const withIdentity = (file: Uint8Array, identity: string) => decrypt(file, (it) => it.addIdentity(identity))

async function decrypt(file: Uint8Array, prepare: (decrypter: Decrypter) => void): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  prepare(decrypter)
  try {
    return await decrypter.decrypt(file)
  } catch (error) {
    if (isLatchkeyError(error)) throw error
    throw isForOthers(error) ? wrongCode() : damagedBackup(error)
  }
}

const isForOthers = (error: unknown) => String(error).includes('no identity matched')

const ARMOUR = '-----BEGIN AGE ENCRYPTED FILE-----'

function withoutArmour(file: Uint8Array): Uint8Array {
  const start = Buffer.from(file.subarray(0, 200)).toString('latin1').trimStart()
  if (!start.startsWith(ARMOUR)) return file
  try {
    return armor.decode(Buffer.from(file).toString('latin1'))
  } catch (cause) {
    throw damagedBackup(cause)
  }
}

/** The lines of recipients. */
function headerOf(file: Uint8Array): string {
  const text = Buffer.from(file.subarray(0, 100_000)).toString('latin1')
  const [, version] = /^age-encryption\.org\/v(\d+)\n/.exec(text) ?? []
  if (version === undefined) throw notABackup('This is not a file that age has encrypted.')
  if (version !== '1') throw newerBackup()
  const end = text.indexOf('\n---')
  if (end < 0) throw damagedBackup()
  return text.slice(0, end)
}

const CODE = 'AGESECRETKEY'
const lettersOf = (typed: string) => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

/** As typed from paper: without blanks, dashes between the groups are the code's own three alone. */
export function typedIdentity(typed: string): string {
  const found = new RegExp(`^${CODE}(PQ)?(1[A-Z0-9]+)$`).exec(lettersOf(typed))
  if (found === null) throw codeNeeded()
  return `AGE-SECRET-KEY-${found[1] === undefined ? '' : 'PQ-'}${found[2]}`
}

async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity)
  } catch (cause) {
    throw mistypedCode(codeMistake(identity), cause)
  }
}

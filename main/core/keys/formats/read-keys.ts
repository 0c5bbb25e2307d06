import { MOST_IMPORT_BYTES } from '../../../../contract/keys.js'
import { told } from '../../../../contract/words/say.js'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import { wipe } from '../../lib/wipe.js'
import { damagedKey, damagedPublicHalf } from '../key-errors.js'
import { proveForeignKey, requireSoundPublicHalf } from '../prove.js'
import type { FoundKey } from './found-key.js'
import type { KeyFile, PrivateFile } from './key-file.js'
import { decodeBlock, findKeyParts, type KeyPart } from './key-parts.js'
import { toByteText } from './key-text.js'
import { readPem } from './read-pem.js'
import { readPpk } from './read-ppk.js'
import { readPublicLine } from './read-public-line.js'
import { readWhole } from './read-whole.js'
import { isRefusedLabel, namedRefusal } from './refused-kinds.js'
import { readRfc4716 } from './rfc4716.js'

/** The passphrase for one of several keys, counted from 0. */
export interface Opening {
  part: number
  passphrase: Uint8Array
}

const MOST_PARTS = 200

/**
 * Every key in what a user gave, in its order, whatever its form: private keys as OpenSSH, PEM (PKCS#1, SEC1, PKCS#8,
 * plain or encrypted), PuTTY (PPK 2 and 3) and DER; public keys as OpenSSH line, RFC 4716, PEM and DER. Tolerates what
 * mail, editors, forms and program text do to it. A private key is proven before it is answered as `key`. What can't be
 * taken is answered as `refused`, with its name and what to do.
 *
 * `opening` gives the passphrase for one part; the others stay `encrypted`, as does that one with an empty passphrase.
 * Throws `passphrase-wrong` and `cancelled`, and `key-unreadable` where there is nothing of a key at all. The caller
 * wipes `file` and the passphrase.
 */
export async function readKeys(
  file: Uint8Array,
  opening: Opening | null,
  signal?: AbortSignal,
): Promise<FoundKey[]> {
  if (file.length > MOST_IMPORT_BYTES) throw namedRefusal('TOO LONG')
  const text = toByteText(file)
  const parts = findKeyParts(text)
  if (parts.length > MOST_PARTS) throw namedRefusal('TOO MANY')
  const passphraseFor = (part: number) =>
    opening?.part === part && opening.passphrase.length > 0 ? opening.passphrase : null
  if (parts.length === 0) return [await found({ kind: 'whole', file, text }, passphraseFor(0), signal)]
  const keys: FoundKey[] = []
  for (const [index, part] of parts.entries()) keys.push(await found(part, passphraseFor(index), signal))
  return keys
}

type Given = KeyPart | { kind: 'whole'; file: Uint8Array; text: string }

async function found(given: Given, passphrase: Uint8Array | null, signal?: AbortSignal): Promise<FoundKey> {
  const secrets: Buffer[] = []
  try {
    const file = read(given, secrets)
    if ('open' in file) return await opened(file, passphrase, signal)
    requireSoundPublicHalf(file.blob)
    return { state: 'public', ...file }
  } catch (error) {
    return refused(given, error)
  } finally {
    wipe(...secrets)
  }
}

/** Reads without opening. What it decodes goes to `secrets` too, to be wiped when the key has been made of it. */
function read(given: Given, secrets: Buffer[]): KeyFile {
  if (given.kind === 'whole') return readWhole(given.file, given.text, secrets)
  if (given.kind === 'ppk') return readPpk(given.text)
  if (given.kind === 'line') return readPublicLine(given.text, given.rest)
  return given.ended ? readBlock(given.label, given.inside, secrets) : readUnended(given, secrets)
}

function readBlock(label: string, inside: string, secrets: Buffer[]): KeyFile {
  if (isRefusedLabel(label)) throw namedRefusal(label)
  if (label === 'SSH2 PUBLIC KEY') return readRfc4716(inside)
  const { dek, bytes } = decodeBlock(inside)
  if (bytes === null) throw damagedKey(told`its lines are not whole base64`)
  secrets.push(bytes)
  return readPem({ label, dek, bytes })
}

/** Words that follow a block without its END line may look like its last lines: some are left away until it is whole. */
function readUnended({ label, inside }: KeyPart & { kind: 'block' }, secrets: Buffer[]): KeyFile {
  const lines = inside.trimEnd().split('\n')
  for (let left = lines.length; ; left -= 1) {
    try {
      return readBlock(label, lines.slice(0, left).join('\n'), secrets)
    } catch (error) {
      if (!isLatchkeyError(error, 'key-damaged') || left === 0 || left < lines.length - 5) throw error
    }
  }
}

async function opened(
  file: PrivateFile,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<FoundKey> {
  const { format, encryption, comment } = file
  if (file.blob !== null) requireSoundPublicHalf(file.blob)
  if (encryption !== null && passphrase === null) {
    const blob = file.blob && Buffer.from(file.blob)
    return { state: 'encrypted', format, encryption, blob, comment }
  }
  const open = await file.open(passphrase ?? new Uint8Array(0), signal)
  try {
    const proven = await proveForeignKey(open.half, file.blob, signal)
    return { state: 'key', format, encryption, proven, comment: open.comment }
  } finally {
    wipe(open.secret)
  }
}

function refused(given: Given, error: unknown): FoundKey {
  if (!isLatchkeyError(error) || error.code === 'passphrase-wrong' || error.code === 'cancelled') throw error
  if (given.kind === 'whole' && error.code === 'key-unreadable') throw error
  return { state: 'refused', format: formatOf(given), problem: orCutOff(given, ofItsHalf(given, error)) }
}

/** A private key file holds both halves: which of them is damaged must be said. */
function ofItsHalf(given: Given, error: LatchkeyError): LatchkeyError {
  const isPrivate = given.kind === 'ppk' || (given.kind === 'block' && given.label.endsWith('PRIVATE KEY'))
  const isPublicHalf = error.code === 'key-damaged' && error.message.startsWith('The public key')
  return isPrivate && isPublicHalf ? damagedPublicHalf(error) : error
}

function orCutOff(given: Given, error: LatchkeyError): LatchkeyError {
  if (given.kind !== 'block' || given.ended || error.code !== 'key-damaged') return error
  return damagedKey(told`it is cut off, since its END line is missing`, error)
}

function formatOf(given: Given): string {
  if (given.kind === 'ppk') return 'PuTTY (PPK)'
  if (given.kind === 'line') return 'OpenSSH public key'
  if (given.kind === 'whole') return 'File'
  if (given.label === 'OPENSSH PRIVATE KEY') return 'OpenSSH'
  if (given.label === 'SSH2 PUBLIC KEY') return 'RFC 4716'
  return /^(?:ENCRYPTED )?PRIVATE KEY$/.test(given.label) ? 'PKCS#8' : 'PEM'
}

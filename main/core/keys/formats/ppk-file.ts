import { told } from '../../../../contract/words/say.js'
import { damagedKey, tooCostly, unsupportedCipher } from '../key-errors.js'
import { fromBase64 } from './key-text.js'
import { namedRefusal } from './refused-kinds.js'

/** A PuTTY key file (PuTTY manual, appendix C), decoded and not yet opened. */
export interface PpkFile {
  version: 2 | 3
  /** SSH's name of its type. */
  type: string
  encryption: 'none' | 'aes256-cbc'
  /** As it stands in the file. */
  comment: Buffer
  blob: Buffer
  /** Still encrypted where `encryption` says so. */
  section: Buffer
  mac: Buffer
  /** Only where version 3 is encrypted. */
  argon2: PpkArgon2 | null
}

export interface PpkArgon2 {
  variant: 'argon2d' | 'argon2i' | 'argon2id'
  /** Kibibytes. */
  memory: number
  passes: number
  lanes: number
  salt: Buffer
}

/** Kibibytes: 512 MiB. PuTTY's default is 8 MiB. */
const MOST_MEMORY = 524_288
/** Memory times passes: about 15 s on one core. PuTTY's default takes 0.1 s. */
const MOST_WORK = 32 * 1024 * 1024
const MOST_LANES = 64

const LESS = told`Make a copy that asks for less with: puttygen FILE -O private --ppk-param memory=8192,time=1000 -o COPY`

/**
 * Reads the text of a PPK of version 2 or 3, each character one byte, from its first line to its checksum. Line lengths
 * are free. Computes nothing. Throws `key-damaged`, `key-type-unsupported` or `key-too-costly`.
 */
export function readPpkFile(text: string): PpkFile {
  const fields = readFields(text)
  const version = versionOf(text)
  const encryption = encryptionOf(fields.get('Encryption'))
  const mac = hexOf(fields.get('Private-MAC'))
  if (mac.length !== (version === 3 ? 32 : 20))
    throw damagedKey(told`its checksum (Private-MAC) is not whole`)
  const section = bytesOf(fields.get('Private-Lines'))
  if (encryption !== 'none' && section.length % 16 !== 0) throw damagedKey(told`its length is wrong`)
  return {
    version,
    type: fields.get(`PuTTY-User-Key-File-${version}`)?.trim() ?? '',
    encryption,
    comment: Buffer.from(fields.get('Comment') ?? '', 'latin1'),
    blob: bytesOf(fields.get('Public-Lines')),
    section,
    mac,
    argon2: version === 3 && encryption !== 'none' ? readArgon2(fields) : null,
  }
}

const FIELD = /^[\s>|]*([A-Za-z][A-Za-z0-9-]{0,40}):(?: (.*))?$/

/** Of `…-Lines` what stands in the lines below them; of everything else the rest of its own line, blanks included. */
function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  let last = ''
  for (const line of text.split('\n')) {
    const [, name, value = ''] = FIELD.exec(line) ?? []
    if (name !== undefined && fields.has(name)) throw damagedKey(told`it has two lines ${name}`)
    if (name !== undefined) fields.set(name, name.endsWith('-Lines') ? '' : value)
    else if (last.endsWith('-Lines')) fields.set(last, `${fields.get(last)}${line.replace(/^[\s>|]+/, '')}`)
    last = name ?? last
  }
  return fields
}

function versionOf(text: string): 2 | 3 {
  const version = /PuTTY-User-Key-File-(\d{1,3}):/.exec(text)?.[1]
  if (version === '2') return 2
  if (version === '3') return 3
  throw namedRefusal(version === '1' ? 'PPK1' : 'PPK')
}

function encryptionOf(value = ''): PpkFile['encryption'] {
  const name = value.trim()
  if (name === 'none' || name === 'aes256-cbc') return name
  if (!/^[\w@.-]{1,40}$/.test(name)) throw damagedKey(told`it does not say how it is encrypted`)
  throw unsupportedCipher(name, told`Convert the file with: puttygen FILE -O private -o COPY`)
}

function bytesOf(base64 = ''): Buffer {
  const bytes = fromBase64(base64)
  if (bytes === null) throw damagedKey(told`its lines are not whole base64`)
  return bytes
}

function hexOf(text = ''): Buffer {
  const hex = text.trim()
  return Buffer.from(/^(?:[0-9a-f]{2})+$/i.test(hex) ? hex : '', 'hex')
}

function readArgon2(fields: Map<string, string>): PpkArgon2 {
  const variant = fields.get('Key-Derivation')?.trim().toLowerCase()
  if (variant !== 'argon2d' && variant !== 'argon2i' && variant !== 'argon2id')
    throw damagedKey(told`the way its passphrase is used has no known name`)
  const [memory, passes, lanes] = ['Memory', 'Passes', 'Parallelism'].map((name) => numberOf(fields, name))
  const salt = hexOf(fields.get('Argon2-Salt'))
  if (!memory || !passes || !lanes || salt.length < 8)
    throw damagedKey(told`its passphrase settings are not whole`)
  if (memory > MOST_MEMORY) throw tooCostly(`${Math.ceil(memory / 1024)} MiB of memory (${variant})`, LESS)
  if (memory * passes > MOST_WORK)
    throw tooCostly(told`${passes} passes over ${Math.ceil(memory / 1024)} MiB`, LESS)
  if (lanes > MOST_LANES || memory < 8 * lanes) throw tooCostly(told`${lanes} lanes of Argon2`, LESS)
  return { variant, memory, passes, lanes, salt }
}

function numberOf(fields: Map<string, string>, name: string): number {
  const text = fields.get(`Argon2-${name}`)?.trim() ?? ''
  return /^\d{1,10}$/.test(text) ? Number(text) : 0
}

import { LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import { damagedKey } from './key-errors.js'
import { openOpensshFile, readOpensshFile } from './openssh-private-key.js'
import { openPem, type PemBlock } from './pem-private-key.js'
import { type ProvenKey, provePrivateKey, requireUsable } from './prove.js'
import { publicKeyFacts } from './public-key.js'

/** A private key that has been read and proven. */
export interface ReadKey {
  state: 'key'
  proven: ProvenKey
  comment: string
}

/** A file that needs its passphrase. `blob` is the public half that it claims. */
export interface LockedKey {
  state: 'encrypted'
  blob: Buffer
}

/**
 * Reads what a user gives as a private key: OpenSSH's own format or PEM (PKCS#1, SEC1, PKCS#8), plain or encrypted.
 * A byte order mark, CRLF, blanks around it and a missing last newline are tolerated, as is UTF-16 with its mark.
 *
 * `passphrase` is null or empty where there is none; then an encrypted OpenSSH file answers `encrypted`, and encrypted
 * PEM, which hides its public half, throws `passphrase-needed`. Throws `key-unreadable`, `key-damaged`, `key-is-public`,
 * `key-type-unsupported`, `key-too-costly`, `passphrase-wrong` or `cancelled`. The caller wipes `passphrase` and `file`.
 */
export async function readPrivateKey(
  file: Uint8Array,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<ReadKey | LockedKey> {
  const text = toText(file)
  const block = findPrivateBlock(text) ?? refuse(text)
  try {
    if (block.label === 'OPENSSH PRIVATE KEY') return await readOpenssh(block.bytes, passphrase, signal)
    const key = await openPem(block, passphrase, signal)
    return { state: 'key', proven: await provePrivateKey(key, null), comment: '' }
  } finally {
    wipe(block.bytes)
  }
}

async function readOpenssh(
  bytes: Buffer,
  passphrase: Uint8Array | null,
  signal?: AbortSignal,
): Promise<ReadKey | LockedKey> {
  const file = readOpensshFile(bytes)
  requireUsable(publicKeyFacts(file.blob))
  if (file.encrypted && !passphrase?.length) return { state: 'encrypted', blob: Buffer.from(file.blob) }
  const { key, comment } = await openOpensshFile(file, passphrase, signal)
  return { state: 'key', proven: await provePrivateKey(key, file.blob), comment }
}

const PRIVATE_LABELS = [
  'OPENSSH PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
]

function findPrivateBlock(text: string): PemBlock | null {
  const begin = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----/.exec(text)
  const label = begin?.[1]
  if (begin === null || label === undefined || !PRIVATE_LABELS.includes(label)) return null
  const start = begin.index + begin[0].length
  const end = text.indexOf(`-----END ${label}-----`, start)
  if (end < 0) throw damagedKey('it is cut off, since its END line is missing')
  return { label, ...splitHeaders(text.slice(start, end)) }
}

function splitHeaders(inside: string): Pick<PemBlock, 'headers' | 'bytes'> {
  const headers = new Map<string, string>()
  const body = inside.replace(/^([\w-]+): *(.*)$/gm, (_line, name: string, value: string) => {
    headers.set(name, value.trim())
    return ''
  })
  const base64 = body.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.replace(/=+$/, '').length % 4 === 1)
    throw damagedKey('its lines are not whole base64')
  return { headers, bytes: Buffer.from(base64, 'base64') }
}

/** Lines without blanks at their ends, whatever wrote them. */
function toText(file: Uint8Array): string {
  const [first, second] = file
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const encoding = utf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  const lines = new TextDecoder(encoding).decode(file).split(/\r\n|\r|\n/)
  return lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
}

interface Refusal {
  pattern: RegExp
  code: 'key-is-public' | 'key-type-unsupported' | 'key-damaged' | 'key-unreadable'
  message: string
  advice: string
}

const PRIVATE_HALF = 'Take the file of the same name without .pub at its end.'

/** What people give by mistake, told apart by its beginning. */
const refusals: Refusal[] = [
  {
    pattern: /^$/,
    code: 'key-unreadable',
    message: 'There is nothing in it.',
    advice: 'Give the whole private key, from its BEGIN line to its END line.',
  },
  {
    pattern: /^PuTTY-User-Key-File-\d/,
    code: 'key-type-unsupported',
    message: 'This is a PuTTY private key (.ppk), which Latchkey does not read.',
    advice: 'Convert it with: puttygen FILE.ppk -O private-openssh -o FILE',
  },
  {
    pattern: /^\S+-cert-v\d\d@openssh\.com\s/m,
    code: 'key-is-public',
    message: 'This is an OpenSSH certificate, which holds a public key only.',
    advice: 'Take the file of the same name without -cert.pub at its end.',
  },
  {
    pattern: /^(?:[^\n]*\s)?(?:ssh|ecdsa|sk)-[\w@.-]+\s+AAAA/,
    code: 'key-is-public',
    message: 'This is a public key. The private half is needed.',
    advice: PRIVATE_HALF,
  },
  {
    pattern: /^-----BEGIN (?:[A-Z]+ )?PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY ----/m,
    code: 'key-is-public',
    message: 'This is a public key. The private half is needed.',
    advice: PRIVATE_HALF,
  },
  {
    pattern: /^-----BEGIN CERTIFICATE( REQUEST)?-----/m,
    code: 'key-is-public',
    message: 'This is an X.509 certificate, which holds a public key only.',
    advice: 'Give the private key that belongs to it.',
  },
  {
    pattern: /^-----BEGIN DSA PRIVATE KEY-----/m,
    code: 'key-type-unsupported',
    message: 'This is a DSA key, which OpenSSH has dropped.',
    advice: 'Make an Ed25519 key pair and put it on the instances in its place.',
  },
  {
    pattern: /^-----BEGIN PGP /m,
    code: 'key-type-unsupported',
    message: 'This is an OpenPGP key, not an SSH key.',
    advice: 'Give an OpenSSH private key.',
  },
  {
    pattern: /BEGIN SSH2 ENCRYPTED PRIVATE KEY/,
    code: 'key-type-unsupported',
    message: 'This is a key of the commercial SSH2 (ssh.com), which Latchkey does not read.',
    advice: 'Convert it with: ssh-keygen -i -f FILE',
  },
  {
    pattern: /^b3BlbnNzaC1rZXktdjE|-----END [A-Z ]*PRIVATE KEY-----/,
    code: 'key-damaged',
    message: 'The private key is damaged: its BEGIN line is missing.',
    advice: 'Give the whole private key, from its BEGIN line to its END line.',
  },
]

function refuse(text: string): never {
  const found = refusals.find(({ pattern }) => pattern.test(text))
  if (found !== undefined) throw new LatchkeyError(found.code, found.message, { advice: found.advice })
  throw new LatchkeyError('key-unreadable', 'This is not a private key in a form that Latchkey knows.', {
    advice: 'Give an OpenSSH private key; its first line is -----BEGIN OPENSSH PRIVATE KEY-----',
  })
}

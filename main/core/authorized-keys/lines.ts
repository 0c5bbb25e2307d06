import { wireReader } from '../keys/ssh-wire.js'

/**
 * A line of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT), read as sshd reads it and kept as it stands:
 * what is no key, or no text at all, is carried along byte for byte.
 */
export interface AuthorizedLine {
  /** Each byte as the character of its number (Latin-1), with the line feed if it has one. */
  raw: string
  /** Null for remarks, blank lines and whatever sshd can't read. */
  key: AuthorizedKey | null
}

export interface AuthorizedKey {
  /** Base64 of the public key blob (RFC 4253 §6.6): the identity of the key. */
  blob: string
  /** The type that the blob names. */
  type: string
  /** What stands before the type, as it stands; empty without options. */
  options: string
  comment: string
  /**
   * True where sshd does not read the line, or may not: behind a byte order mark, without options under a name that is
   * not the type's own (newer ones take `rsa` and the like), or in base64 that is not as it is written (padding that is
   * missing or too much, other signs in it, bytes behind the key). Dropbear takes all of that base64, so it counts where a key
   * is removed.
   */
  unread: boolean
}

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf'

/** Splits a file's content into its lines. `formatLines` makes the same bytes of them again. */
export function parseLines(content: Uint8Array): AuthorizedLine[] {
  const lines = Buffer.from(content)
    .toString('latin1')
    .split(/(?<=\n)/)
  return lines.flatMap((raw, index) => (raw === '' ? [] : [{ raw, key: readKey(raw, index === 0) }]))
}

/** The content of a file with these lines. */
export function formatLines(lines: AuthorizedLine[]): Buffer {
  return Buffer.from(lines.map(({ raw }) => raw).join(''), 'latin1')
}

function readKey(raw: string, first: boolean): AuthorizedKey | null {
  const marked = first && raw.startsWith(BYTE_ORDER_MARK)
  // sshd works on C strings: for it the line ends at a NUL.
  const [text = ''] = raw.slice(marked ? BYTE_ORDER_MARK.length : 0).split('\0')
  const line = text.replace(/^[ \t]+/, '').replace(/\n$/, '')
  if (line === '' || line.startsWith('#')) return null
  const plain = readTypeAndBlob(line)
  if (plain !== null) {
    const { word, strict, ...key } = plain
    return { ...key, options: '', unread: marked || !strict || word !== key.type }
  }
  const end = endOfOptions(line)
  const restricted = end === null ? null : readTypeAndBlob(line.slice(end).replace(/^[ \t]+/, ''))
  if (end === null || restricted === null) return null
  const { word: _word, strict, ...key } = restricted
  return { ...key, options: asText(line.slice(0, end)), unread: marked || !strict }
}

/** The word of the type, blanks, base64; what follows is the comment. */
const TYPE_AND_BLOB = /^(?<word>[\w@.+-]+)[ \t]+(?<base64>[^ \t]+)(?:[ \t]+(?<comment>[\s\S]*))?$/

interface TypeAndBlob extends Pick<AuthorizedKey, 'blob' | 'type' | 'comment'> {
  word: string
  /** Whether the base64 is one that sshd takes. */
  strict: boolean
}

function readTypeAndBlob(text: string): TypeAndBlob | null {
  const { word = '', base64 = '', comment = '' } = TYPE_AND_BLOB.exec(text)?.groups ?? {}
  const bytes = Buffer.from(base64.replace(/[^A-Za-z0-9+/]/g, ''), 'base64')
  const type = innerType(bytes)
  if (type === null) return null
  const length = lengthOf(bytes, type)
  const whole = bytes.subarray(0, length ?? bytes.length)
  const strict = length !== null && whole.toString('base64') === base64.replace(/[\r\v\f]/g, '')
  return { word, blob: whole.toString('base64'), type, comment: asText(comment).trim(), strict }
}

/** How many strings make a blob of a type (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4, PROTOCOL.u2f). */
const stringsOf: Record<string, number> = {
  'ssh-ed25519': 2,
  'ssh-rsa': 3,
  'ecdsa-sha2-nistp256': 3,
  'ecdsa-sha2-nistp384': 3,
  'ecdsa-sha2-nistp521': 3,
  'sk-ssh-ed25519@openssh.com': 3,
  'sk-ecdsa-sha2-nistp256@openssh.com': 4,
}

/** Where a key's blob ends; what follows is no part of the key. Null where it is cut off; all of it for other types. */
function lengthOf(blob: Buffer, type: string): number | null {
  const count = stringsOf[type]
  if (count === undefined) return blob.length
  let end = 0
  for (let part = 0; part < count; part++) {
    if (end + 4 > blob.length) return null
    end += 4 + blob.readUInt32BE(end)
  }
  return end > blob.length ? null : end
}

/** The name at the head of a key's blob; null if it is none. */
function innerType(blob: Buffer): string | null {
  const length = blob.length < 4 ? 0 : blob.readUInt32BE()
  if (length === 0 || length > 64 || blob.length <= 4 + length) return null
  const name = wireReader(blob).text()
  return /^[\w@.+-]+$/.test(name) ? name : null
}

/** Where the options end, as sshd finds it: at the first blank outside quotes; null where the quotes don't end. */
function endOfOptions(line: string): number | null {
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]
    if (sign === '\\' && line[at + 1] === '"') at++
    else if (sign === '"') quoted = !quoted
    else if (!quoted && (sign === ' ' || sign === '\t')) return at
  }
  return null
}

const asText = (latin1: string) => Buffer.from(latin1, 'latin1').toString('utf8')

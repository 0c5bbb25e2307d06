import type { PublicFormat } from '../../../../contract/keys.js'
import { oneLine, publicKeyFromBlob, publicKeyLine } from '../public-key.js'

/** In bytes, without the line's end (RFC 4716 §3.3). */
const LONGEST_LINE = 72
const LONGEST_HEADER_VALUE = 1024

/**
 * A public key as text, ended by a newline unless it is one authorized_keys line. PEM has no place for the comment.
 * `blob` is RFC 4253 §6.6. Throws `key-damaged` or `key-type-unsupported` for a blob that is no public key.
 */
export function writePublicKey(blob: Uint8Array, format: PublicFormat, comment: string): string {
  if (format === 'openssh') return publicKeyLine(blob, comment)
  if (format === 'rfc4716') return rfc4716(blob, comment)
  return String(publicKeyFromBlob(blob).export({ type: 'spki', format: 'pem' }))
}

function rfc4716(blob: Uint8Array, comment: string): string {
  const base64 = Buffer.from(blob).toString('base64')
  const lines = [
    '---- BEGIN SSH2 PUBLIC KEY ----',
    ...commentHeader(oneLine(comment).replace(/-{4,}/g, '---')), // a line that begins with four would end the block
    ...(base64.match(new RegExp(`.{1,${LONGEST_LINE}}`, 'g')) ?? []),
    '---- END SSH2 PUBLIC KEY ----',
  ]
  return `${lines.join('\n')}\n`
}

/** RFC 4716 §3.3: the value in quotes, nothing in it escaped; a line that goes on ends with a backslash. */
function commentHeader(comment: string): string[] {
  if (comment === '') return []
  const lines: string[] = []
  let line = 'Comment: "'
  for (const character of `${shortened(comment)}"`) {
    // ssh-keygen takes any line with ": " for a header of its own, so the two never stay together.
    const splits = line.endsWith(':') && character === ' ' && lines.length > 0
    if (splits || bytes(line + character) >= LONGEST_LINE) {
      lines.push(`${line}\\`)
      line = ''
    }
    line += character
  }
  return [...lines, line]
}

function shortened(comment: string): string {
  let text = comment
  while (bytes(text) + 2 > LONGEST_HEADER_VALUE) text = [...text].slice(0, -1).join('')
  return text
}

const bytes = (text: string) => Buffer.byteLength(text)

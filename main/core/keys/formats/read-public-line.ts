import { isLatchkeyError } from '../../lib/error.js'
import { isKnownSshType, parsePublicKeyLine } from '../public-key.js'
import type { PublicFile } from './key-file.js'
import { commentText } from './key-text.js'
import { notAKey, unsupportedSshType } from './refused-kinds.js'

/**
 * Reads a public key line from its type on. Where it is not whole, the lines below it are joined to it: mail programs
 * break long lines. Throws `key-damaged`, `key-type-unsupported` or `key-unreadable`.
 */
export function readPublicLine(text: string, rest: string[]): PublicFile {
  const type = text.split(' ')[0] ?? ''
  if (!isKnownSshType(type)) throw unsupportedSshType(type)
  try {
    return readOneLine(text)
  } catch (error) {
    if (!isLatchkeyError(error, 'key-damaged')) throw error
    const whole = joined(text, rest)
    if (whole === null) throw error
    return whole
  }
}

function joined(text: string, rest: string[]): PublicFile | null {
  let line = text.trimEnd()
  for (const next of rest) {
    const more = next.trim().replace(/^>\s*/, '')
    if (!/^[A-Za-z0-9+/]+={0,2}(?: |$)/.test(more)) return null
    line += more
    try {
      return readOneLine(line)
    } catch (error) {
      if (!isLatchkeyError(error, 'key-damaged')) throw error
    }
  }
  return null
}

function readOneLine(text: string): PublicFile {
  const line = parsePublicKeyLine(text)
  if (line === null) throw notAKey()
  return {
    format: 'OpenSSH public key',
    blob: line.blob,
    comment: commentText(Buffer.from(line.comment, 'latin1')),
  }
}

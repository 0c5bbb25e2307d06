import { told } from '../../../../contract/words/say.js'
import { damagedKey } from '../key-errors.js'
import type { KeyFile } from './key-file.js'
import { holdsHostKeys } from './key-parts.js'
import { fromBase64 } from './key-text.js'
import { isWholeSequence } from './read-der.js'
import { isOpensshFile, readOpenssh } from './read-openssh.js'
import { readBareDer } from './read-pem.js'
import { namedRefusal, notAKey } from './refused-kinds.js'

/**
 * Reads a file in which no key begins as a text: DER, what is left of a PEM file without its first line, or something
 * else. Bytes that may be secret are put into `secrets`. Throws as `readPem`, and `key-unreadable` for what isn't a key.
 */
export function readWhole(file: Uint8Array, text: string, secrets: Buffer[]): KeyFile {
  const bytes = Buffer.from(file)
  secrets.push(bytes)
  const name = nameOf(bytes, text)
  if (name !== null) throw namedRefusal(name)
  if (isOpensshFile(bytes)) return readOpenssh(bytes)
  if (isWholeSequence(bytes)) return readBareDer(bytes)
  return readBareBase64(text, secrets)
}

function readBareBase64(text: string, secrets: Buffer[]): KeyFile {
  const body = text.replace(/-{2,5} ?END [A-Z0-9 ]{1,40}-{2,5}/, '')
  const bytes = fromBase64(body)
  if (bytes !== null) secrets.push(bytes)
  if (bytes !== null && isOpensshFile(bytes)) return readOpenssh(bytes)
  if (bytes !== null && isWholeSequence(bytes)) return readBareDer(bytes)
  if (body !== text || /^b3BlbnNzaC1rZXktdjE/.test(text)) throw damagedKey(told`its BEGIN line is missing`)
  throw notAKey()
}

/** The name under which it is refused; null for what may be a key. */
function nameOf(bytes: Buffer, text: string): string | null {
  const start = text.slice(0, 2000).trim()
  if (start === '' && text.trim() === '') return 'EMPTY'
  if (bytes.readUIntBE(0, Math.min(bytes.length, 4)) === 0xfeedfeed) return 'JAVA KEYSTORE'
  if (bytes.toString('latin1', 8, 12) === 'KBXf') return 'PGP '
  if (/^SSH PRIVATE KEY FILE FORMAT 1\.1|^\d{3,5} \d{1,6} \d{100,}/.test(start)) return 'SSH1'
  if (/^(?:#[^\n]*\n\s*)*AGE-SECRET-KEY-|^age1[a-z0-9]{20}|^age-encryption\.org\//m.test(start)) return 'AGE'
  if (/^(?:<!doctype html|<html|<head|<\?xml)/i.test(start)) return 'HTML'
  if (/^\s*[{[]/.test(start) && /"kty"\s*:/.test(text)) return 'JWK'
  return holdsHostKeys(text) ? 'KNOWN HOSTS' : null
}

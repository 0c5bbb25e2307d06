/*
 * Names of files on servers are bytes. Here they are texts: UTF-8 as what it says, and each byte that is not part of any
 * as one of U+DC80 to U+DCFF (as Python's surrogateescape), which UTF-8 has no form for. So every name has exactly one
 * text and every such text one name, and paths can be cut at `/`. JSON carries such texts whole.
 */

const LONE_BYTE = /[\udc80-\udcff]/u

/** Whether all of a name or path is UTF-8. */
export function isUtf8Name(name: string): boolean {
  return !LONE_BYTE.test(name)
}

/**
 * A name as it may be shown: control characters as `\n` or `\x1B`, what turns the direction of text as its
 * number, and bytes that are not UTF-8 as `\xE9`. Never the same for two names, since a backslash is doubled where any of
 * these are.
 */
export function shownName(name: string): string {
  if (!SPECIAL.test(name)) return name
  return name.replace(/\\/g, '\\\\').replace(SPECIALS, (sign) => shownSign(sign.codePointAt(0) ?? 0))
}

const SPECIAL = /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u
const SPECIALS = new RegExp(SPECIAL.source, 'gu')

const LETTERS = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
])

function shownSign(code: number): string {
  const letter = LETTERS.get(code)
  if (letter !== undefined) return letter
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16).toUpperCase()}`
  return `\\u{${code.toString(16)}}`
}

/** The last part of a path; `/` of the root. */
export function nameOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '' ? path.slice(0, 1) : trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

/** The folder that a path is in; `/` of the root's own. */
export function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '')
  return trimmed.slice(0, trimmed.lastIndexOf('/')) || '/'
}

/** A name in a folder. */
export function pathIn(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`
}

/*
 * What users give as text, whatever wrote it. Inside, each character stands for one byte: PuTTY's checksum is over the
 * bytes of a comment, of which nobody says how they are encoded. The text of an unencrypted key is a string here, which
 * can't be wiped; its numbers go into buffers from there.
 */

/**
 * The text of a file, one character for each byte, lines ended by \n. UTF-16 with its mark becomes UTF-8; marks go, and
 * where whole files were written on one line with "\n" for its ends (JSON, .env), lines are made of it again.
 */
export function toByteText(file: Uint8Array): string {
  const text = toUtf8(file)
    .toString('latin1')
    .replaceAll('\u00ef\u00bb\u00bf', '')
    .replace(/\r\n|\r/g, '\n')
  return withoutEscapes(text)
}

function toUtf8(file: Uint8Array): Buffer {
  const [first, second] = file
  const little = first === 0xff && second === 0xfe
  if (!little && !(first === 0xfe && second === 0xff))
    return Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  return Buffer.from(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(file))
}

function withoutEscapes(text: string): string {
  if (!/(?:-{2,5}|PuTTY-User-Key-File-\d: [\w-]{1,40})[ \t]{0,8}\\{1,4}[nr]/.test(text)) return text
  return text
    .replace(/(?:\\{1,4}r)?\\{1,4}n|\\{1,4}r/g, '\n')
    .replace(/\\{1,4}u00(2b|2f|3d)/gi, (_escape, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/\\{1,4}\//g, '/')
}

/** The bytes of a base64 text with blanks in it; null if it is none. Padding may be missing. */
export function fromBase64(text: string): Buffer | null {
  const digits = text.replace(/\s+/g, '').replace(/={1,2}$/, '')
  if (digits === '' || digits.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(digits)) return null
  return Buffer.from(digits, 'base64')
}

/** Bytes of a comment in words: UTF-8, or Latin-1 where they are none. On one line, at most 500 characters. */
export function commentText(bytes: Uint8Array): string {
  return decoded(bytes.subarray(0, 4000))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufffd]+/gu, ' ')
    .trim()
    .slice(0, 500)
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1') // it is not UTF-8
  }
}

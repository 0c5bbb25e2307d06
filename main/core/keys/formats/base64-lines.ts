const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const PAD = 0x3d
const NEWLINE = 0x0a

/**
 * Base64 with padding in lines of `width` characters, each ended by a newline, as ASCII in a fresh
 * buffer. By hand, because Node's own makes a string, and a string that holds a private key can't be wiped.
 */
export function base64Lines(bytes: Uint8Array, width: number): Buffer {
  const length = 4 * Math.ceil(bytes.length / 3)
  const lines = Buffer.alloc(length + Math.ceil(length / width), NEWLINE)
  for (let at = 0; at < length; at++) lines[at + Math.floor(at / width)] = characterAt(bytes, at)
  return lines
}

function characterAt(bytes: Uint8Array, at: number): number {
  const bit = at * 6
  const index = bit >> 3
  if (index >= bytes.length) return PAD
  const pair = ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)
  return ALPHABET[(pair >> (10 - (bit & 7))) & 63] ?? PAD
}

/** A text block between its BEGIN and END lines; `headers` are whole lines. The caller wipes it. */
export function armoured(label: string, bytes: Uint8Array, { width = 64, headers = '' } = {}): Buffer {
  const lines = base64Lines(bytes, width)
  const text = [
    Buffer.from(`-----BEGIN ${label}-----\n${headers}`),
    lines,
    Buffer.from(`-----END ${label}-----\n`),
  ]
  try {
    return Buffer.concat(text)
  } finally {
    lines.fill(0)
  }
}

/** The bytes of a name or path of contract/file-names.ts. */
export function bytesOfName(name: string): Buffer {
  if (!/[\udc80-\udcff]/u.test(name)) return Buffer.from(name, 'utf8')
  return Buffer.concat(
    [...name].map((sign) => {
      const code = sign.codePointAt(0) ?? 0
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(sign, 'utf8')
    }),
  )
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text for a name's bytes, as contract/file-names.ts says. */
export function nameOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    return escaped(bytes)
  }
}

/** The longest piece of UTF-8 that begins at each byte, else that byte alone. */
function escaped(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = signLength(bytes, at)
    text +=
      length === 0
        ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
        : strict.decode(bytes.subarray(at, at + length))
    at += length || 1
  }
  return text
}

/** 0 where no sign begins. */
function signLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++)
    try {
      strict.decode(bytes.subarray(at, at + length))
      return length
    } catch {
      // It may be longer.
    }
  return 0
}

/** 255 characters of four bytes: no file system has longer ones. */
const LONGEST = 1020

/** Whether it can be the name of something in a folder: whatever a server says, nothing is looked for elsewhere. */
export function isFileName(name: Uint8Array): boolean {
  if (name.length === 0 || name.length > LONGEST || name.includes(0x2f) || name.includes(0)) return false
  return !(name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e)))
}

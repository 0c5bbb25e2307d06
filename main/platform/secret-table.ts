import { LatchkeyError } from '../core/lib/error.js'

/*
 * Named secrets as one buffer, so that no secret becomes a string, which could not be wiped:
 * for each, the name's length (2 bytes, big-endian), the name (UTF-8), the secret's length (4 bytes), the secret.
 */

export type SecretTable = ReadonlyMap<string, Uint8Array>

/** The table as bytes, in a buffer that the caller wipes. */
export function encodeTable(table: SecretTable): Uint8Array {
  const entries = [...table].map(([name, secret]) => ({ name: Buffer.from(name), secret }))
  const size = entries.reduce((sum, { name, secret }) => sum + 6 + name.length + secret.length, 0)
  const bytes = Buffer.alloc(size)
  let at = 0
  for (const { name, secret } of entries) {
    at = bytes.writeUInt16BE(name.length, at)
    at += name.copy(bytes, at)
    at = bytes.writeUInt32BE(secret.length, at)
    bytes.set(secret, at)
    at += secret.length
  }
  return bytes
}

/** The table in `bytes`. The secrets are views: they are gone once `bytes` is wiped. Throws `vault-damaged`. */
export function decodeTable(bytes: Uint8Array): SecretTable {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const table = new Map<string, Uint8Array>()
  let at = 0
  const take = (length: number) => {
    if (at + length > buffer.length)
      throw new LatchkeyError('vault-damaged', "The sealed file's content is cut short.")
    at += length
    return buffer.subarray(at - length, at)
  }
  while (at < buffer.length) {
    const name = take(take(2).readUInt16BE()).toString('utf8')
    table.set(name, take(take(4).readUInt32BE()))
  }
  return table
}

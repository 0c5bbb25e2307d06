import { createHash, timingSafeEqual } from 'node:crypto'
import { newSecret } from '../core/lib/wipe.js'

/*
 * What one keychain item holds. Windows takes 2,560 bytes at most, so a longer secret is cut into chunks, each an
 * item of its own, and the item under the secret's name is a head that says which chunks and what they must add up to.
 *
 *   whole   01, then the secret
 *   head    02, then the slot (1 byte), the number of chunks (2), the secret's length (4), its SHA-256 (32)
 *   marker  03: the vault was made
 *   names   04, then names of secrets in UTF-8, a line each
 */

export const CHUNK_BYTES = 2400

/** Chunks are written beside the ones in use, so a secret has two places for them by turns. */
export const slots = [0, 1] as const
export type Slot = (typeof slots)[number]

export interface Head {
  slot: Slot
  chunks: number
  length: number
  digest: Uint8Array
}

export type Item =
  | { kind: 'whole'; secret: Uint8Array }
  | { kind: 'head'; head: Head }
  | { kind: 'marker' }
  | { kind: 'names'; names: string[] }

export const marker = Uint8Array.of(3)

/** An item with a whole secret, in a buffer that the caller wipes. */
export function encodeWhole(secret: Uint8Array): Uint8Array {
  const item = newSecret(1 + secret.length)
  item[0] = 1
  item.set(secret, 1)
  return item
}

/** The head of a secret whose chunks are in `slot`. */
export function encodeHead(secret: Uint8Array, slot: Slot): Uint8Array {
  const item = Buffer.alloc(8 + 32)
  item.writeUInt8(2, 0)
  item.writeUInt8(slot, 1)
  item.writeUInt16BE(chunksOf(secret).length, 2)
  item.writeUInt32BE(secret.length, 4)
  item.set(digestOf(secret), 8)
  return item
}

/** Names must not contain a line feed. */
export function encodeNames(names: string[]): Uint8Array {
  return Buffer.concat([Buffer.of(4), Buffer.from(names.join('\n'))])
}

export function fitsInOneItem(names: string[]): boolean {
  return encodeNames(names).length <= CHUNK_BYTES
}

/** Null if it is nothing that Latchkey writes. A secret is a view into `bytes`. */
export function decodeItem(bytes: Uint8Array): Item | null {
  if (bytes[0] === 1) return { kind: 'whole', secret: bytes.subarray(1) }
  if (bytes[0] === 3 && bytes.length === 1) return { kind: 'marker' }
  if (bytes[0] === 4) return { kind: 'names', names: namesIn(bytes.subarray(1)) }
  if (bytes[0] !== 2 || bytes.length !== 40) return null
  const item = Buffer.from(bytes)
  return {
    kind: 'head',
    head: {
      slot: item.readUInt8(1) === 0 ? 0 : 1,
      chunks: item.readUInt16BE(2),
      length: item.readUInt32BE(4),
      digest: item.subarray(8),
    },
  }
}

function namesIn(bytes: Uint8Array): string[] {
  return bytes.length === 0 ? [] : new TextDecoder().decode(bytes).split('\n')
}

/** Views into the secret, at most CHUNK_BYTES each. */
export function chunksOf(secret: Uint8Array): Uint8Array[] {
  const count = Math.ceil(secret.length / CHUNK_BYTES)
  return Array.from({ length: count }, (_, i) => secret.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES))
}

/** Whether the chunks put together are what the head was written for. */
export function matchesHead(secret: Uint8Array, head: Head): boolean {
  return secret.length === head.length && timingSafeEqual(digestOf(secret), head.digest)
}

function digestOf(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update(secret).digest()
}

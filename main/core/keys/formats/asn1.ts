import { withoutLeadingZeros } from './leading-zeros.js'

/** Bytes that are no DER. Callers turn it into a sentence about what they read. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

/** One element of DER (X.690): a view into what was read. */
export interface Element {
  tag: number
  content: Buffer
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const NULL = 0x05
export const OID = 0x06
export const SEQUENCE = 0x30
/** The context-specific constructed tag `[number]`. */
export const context = (number: number) => 0xa0 + number

/** Of one SEQUENCE: an RSA key has the most, of nine or ten. */
const MOST_ELEMENTS = 16

/** The one element that `der` is. Throws `DerError`. */
export function readDer(der: Buffer): Element {
  const [element, more] = elements(der)
  if (element === undefined || more !== undefined) throw new DerError('not one element')
  return element
}

/** What an element of this tag holds. Throws `DerError` if it has another tag or is not whole. */
export function children(element: Element | undefined, tag = SEQUENCE): Element[] {
  return elements(contentOf(element, tag))
}

/** The content of an element that must have this tag. Throws `DerError`. */
export function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new DerError(`tag ${tag} expected, ${element?.tag} found`)
  return element.content
}

/** The magnitude of a non-negative INTEGER, big-endian without leading zeros. Throws `DerError`. */
export function magnitude(element: Element | undefined): Buffer {
  const bytes = contentOf(element, INTEGER)
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) throw new DerError('not a non-negative number')
  return withoutLeadingZeros(bytes)
}

/** A non-negative INTEGER of at most 48 bits; larger ones answer Infinity. Throws `DerError`. */
export function smallNumber(element: Element | undefined): number {
  const bytes = magnitude(element)
  if (bytes.length > 6) return Number.POSITIVE_INFINITY
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length)
}

/** An OBJECT IDENTIFIER in its dotted form. Throws `DerError`. */
export function objectId(element: Element | undefined): string {
  const bytes = contentOf(element, OID)
  if (bytes.length === 0 || bytes.length > 64 || (bytes.at(-1) ?? 0) >= 0x80) throw new DerError('no name')
  const numbers: bigint[] = []
  let number = 0n
  for (const byte of bytes) {
    number = (number << 7n) | BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    numbers.push(number)
    number = 0n
  }
  const [first = 0n, ...rest] = numbers
  const arc = first < 80n ? first / 40n : 2n
  return [arc, first - arc * 40n, ...rest].join('.')
}

/** The bytes of a BIT STRING of whole bytes. Throws `DerError`. */
export function wholeBits(element: Element | undefined): Buffer {
  const bytes = contentOf(element, BIT_STRING)
  if (bytes[0] !== 0) throw new DerError('bits that are no whole bytes')
  return bytes.subarray(1)
}

function elements(der: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at < der.length; ) {
    if (found.length === MOST_ELEMENTS) throw new DerError('too many elements')
    const { tag, start, end } = elementAt(der, at)
    found.push({ tag, content: der.subarray(start, end) })
    at = end
  }
  return found
}

function elementAt(der: Buffer, at: number): { tag: number; start: number; end: number } {
  const [tag, short] = [der[at], der[at + 1]]
  if (tag === undefined || short === undefined) throw new DerError('cut off')
  const lengthBytes = short < 0x80 ? 0 : short - 0x80
  if (short === 0x80 || lengthBytes > 4 || at + 2 + lengthBytes > der.length)
    throw new DerError('an impossible length')
  const start = at + 2 + lengthBytes
  const length = lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes)
  if (length > der.length - start) throw new DerError('cut off')
  return { tag, start, end: start + length }
}

/** Writes one element. */
export function derElement(tag: number, ...parts: Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const head = length < 0x80 ? [length] : longLength(length)
  return Buffer.concat([Buffer.of(tag, ...head), ...parts])
}

function longLength(length: number): number[] {
  const bytes = [length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff]
  const digits = bytes.slice(bytes.findIndex((byte) => byte !== 0))
  return [0x80 + digits.length, ...digits]
}

/** Writes a non-negative INTEGER given as big-endian bytes. */
export function derInteger(value: Uint8Array): Buffer {
  const digits = withoutLeadingZeros(value)
  const [first = 0x80] = digits
  return derElement(INTEGER, Buffer.alloc(first < 0x80 ? 0 : 1), digits)
}

/** Writes an OBJECT IDENTIFIER given in its dotted form. */
export function derObjectId(dotted: string): Buffer {
  const [arc = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return derElement(OID, Buffer.from([arc * 40 + second, ...rest].flatMap(base128)))
}

function base128(number: number): number[] {
  const digits = [number % 128]
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
    digits.unshift((left % 128) + 128)
  return digits
}

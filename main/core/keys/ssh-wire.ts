/** Bytes that are not what RFC 4251 §5 says they should be. Callers turn it into a sentence about what they read. */
export class WireError extends Error {
  override readonly name = 'WireError'
}

/** Reads the data types of RFC 4251 §5 in order. Every method throws `WireError` instead of reading past the end. */
export interface WireReader {
  uint32(): number
  uint64(): bigint
  /** The bytes of a `string`: a view, not a copy. */
  bytes(): Buffer
  /** A `string` as UTF-8. */
  text(): string
  /** The magnitude of a non-negative `mpint`, big-endian without leading zeros. Refuses encodings that are not the shortest. */
  mpint(): Buffer
  /** What has not been read: a view. */
  rest(): Buffer
  /** Throws unless everything has been read. */
  end(): void
}

/** A reader over `data`, which it neither copies nor changes. */
export function wireReader(data: Uint8Array): WireReader {
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  let at = 0
  const take = (count: number) => {
    if (count > buffer.length - at) throw new WireError(`${count} bytes expected, ${buffer.length - at} left`)
    at += count
    return buffer.subarray(at - count, at)
  }
  const uint32 = () => take(4).readUInt32BE()
  const bytes = () => take(uint32())
  return {
    uint32,
    uint64: () => take(8).readBigUInt64BE(),
    bytes,
    text: () => bytes().toString('utf8'),
    mpint: () => magnitude(bytes()),
    rest: () => buffer.subarray(at),
    end: () => {
      if (at !== buffer.length) throw new WireError(`${buffer.length - at} bytes too many`)
    },
  }
}

function magnitude(mpint: Buffer): Buffer {
  const [first = 0, second = 0] = mpint
  if (first >= 0x80) throw new WireError('a negative number')
  if (mpint.length === 1 && first === 0) throw new WireError('a number with a needless zero')
  if (mpint.length > 1 && first === 0 && second < 0x80) throw new WireError('a number with a needless zero')
  return first === 0 ? mpint.subarray(1) : mpint
}

/** RFC 4251 §5 `uint32`. */
export function uint32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}

/** RFC 4251 §5 `string`; text is written as UTF-8. */
export function string(value: Uint8Array | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** RFC 4251 §5 `mpint` of a non-negative number given as big-endian bytes. */
export function mpint(value: Uint8Array): Buffer {
  const first = value.findIndex((byte) => byte !== 0)
  if (first < 0) return uint32(0)
  const digits = value.subarray(first)
  const sign = Buffer.alloc((digits[0] ?? 0) < 0x80 ? 0 : 1)
  return Buffer.concat([uint32(sign.length + digits.length), sign, digits])
}

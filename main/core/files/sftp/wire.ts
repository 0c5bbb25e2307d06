/*
 * SFTP version 3 on the wire (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it). Names are bytes everywhere: the
 * protocol has no encoding for them.
 */

export const REQUEST = {
  INIT: 1,
  OPEN: 3,
  CLOSE: 4,
  READ: 5,
  WRITE: 6,
  LSTAT: 7,
  FSTAT: 8,
  SETSTAT: 9,
  FSETSTAT: 10,
  OPENDIR: 11,
  READDIR: 12,
  REMOVE: 13,
  MKDIR: 14,
  RMDIR: 15,
  REALPATH: 16,
  STAT: 17,
  RENAME: 18,
  READLINK: 19,
  EXTENDED: 200,
} as const

export const ANSWER = {
  VERSION: 2,
  STATUS: 101,
  HANDLE: 102,
  DATA: 103,
  NAME: 104,
  ATTRS: 105,
  EXTENDED_REPLY: 201,
} as const

export const STATUS = {
  OK: 0,
  EOF: 1,
  NO_SUCH_FILE: 2,
  PERMISSION_DENIED: 3,
  FAILURE: 4,
  BAD_MESSAGE: 5,
  OP_UNSUPPORTED: 8,
} as const

/** How a file is opened (§6.3). */
export const OPEN = { READ: 1, WRITE: 2, CREATE: 8, TRUNCATE: 16, EXCLUSIVE: 32 } as const

const HAS = { SIZE: 1, UIDGID: 2, PERMISSIONS: 4, ACMODTIME: 8, EXTENDED: 0x80000000 }

/** What a server tells of a file; it need not tell anything. */
export interface Attributes {
  size?: number
  uid?: number
  gid?: number
  /** With the bits of the file's type. */
  mode?: number
  /** Seconds since the epoch. */
  atime?: number
  mtime?: number
}

/** Puts the parts of a packet one after the other. A number is a uint32, a bigint a uint64, bytes a string. */
export function packet(type: number, id: number, ...parts: (number | bigint | Uint8Array)[]): Buffer {
  const length = parts.reduce<number>((sum, part) => sum + partLength(part), 5)
  const bytes = Buffer.allocUnsafe(4 + length)
  bytes.writeUInt32BE(length, 0)
  bytes[4] = type
  bytes.writeUInt32BE(id, 5)
  let at = 9
  for (const part of parts) {
    if (typeof part === 'number') at = bytes.writeUInt32BE(part, at)
    else if (typeof part === 'bigint') at = bytes.writeBigUInt64BE(part, at)
    else {
      at = bytes.writeUInt32BE(part.length, at)
      bytes.set(part, at)
      at += part.length
    }
  }
  return bytes
}

/** A WRITE in two pieces: the bytes that are written are not copied. */
export function writePacket(id: number, handle: Uint8Array, offset: number, bytes: Uint8Array): Buffer[] {
  const head = packet(REQUEST.WRITE, id, handle, BigInt(offset), bytes.length)
  head.writeUInt32BE(head.length - 4 + bytes.length, 0)
  return [head, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)]
}

function partLength(part: number | bigint | Uint8Array): number {
  if (typeof part === 'number') return 4
  return typeof part === 'bigint' ? 8 : 4 + part.length
}

/** Attributes as parts of a packet (§5). */
export function attributeParts({ size, uid, gid, mode, atime, mtime }: Attributes): (number | bigint)[] {
  const parts: (number | bigint)[] = []
  let flags = 0
  if (size !== undefined) {
    flags |= HAS.SIZE
    parts.push(BigInt(size))
  }
  if (uid !== undefined && gid !== undefined) {
    flags |= HAS.UIDGID
    parts.push(uid, gid)
  }
  if (mode !== undefined) {
    flags |= HAS.PERMISSIONS
    parts.push(mode)
  }
  if (mtime !== undefined) {
    flags |= HAS.ACMODTIME
    parts.push(atime ?? mtime, mtime)
  }
  return [flags, ...parts]
}

/** Reads the parts of a packet. Throws a RangeError where it ends before. */
export class Reader {
  private at = 0
  constructor(private readonly bytes: Buffer) {}

  uint32(): number {
    this.at += 4
    return this.bytes.readUInt32BE(this.at - 4)
  }

  /** A view of the packet. */
  string(): Buffer {
    const length = this.uint32()
    if (this.at + length > this.bytes.length) throw new RangeError('A string is longer than its packet.')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** All that is left, a view of the packet. */
  all(): Buffer {
    const start = this.at
    this.at = this.bytes.length
    return this.bytes.subarray(start)
  }

  /** Sizes above 2^53 are no sizes of files that there are; they are cut there. */
  uint64(): number {
    this.at += 8
    const value = this.bytes.readBigUInt64BE(this.at - 8)
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value)
  }

  attributes(): Attributes {
    const flags = this.uint32()
    const found: Attributes = {}
    if (flags & HAS.SIZE) found.size = this.uint64()
    if (flags & HAS.UIDGID) {
      found.uid = this.uint32()
      found.gid = this.uint32()
    }
    if (flags & HAS.PERMISSIONS) found.mode = this.uint32()
    if (flags & HAS.ACMODTIME) {
      found.atime = this.uint32()
      found.mtime = this.uint32()
    }
    if (flags & HAS.EXTENDED)
      for (let count = this.uint32(); count > 0; count--) {
        this.string()
        this.string()
      }
    return found
  }

  get ended(): boolean {
    return this.at >= this.bytes.length
  }
}

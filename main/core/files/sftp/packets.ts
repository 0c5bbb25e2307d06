import { ANSWER } from './wire.js'

/** OpenSSH answers at most 256 KiB at once (SFTP_MAX_MSG_LENGTH); nobody sends more to one who did not ask for it. */
export const MOST_PACKET = 256 * 1024

/** Length, type, and the number of what was asked (of a VERSION: the version). */
const HEAD = 9

export interface PacketTaker {
  /** Where the bytes of a DATA packet are to go; undefined for a buffer of their own. */
  roomFor(id: number): Uint8Array | undefined
  /** `id`: the first number of every answer. `body`: what follows it. Of a packet that was given room: its bytes alone, in it. */
  take(type: number, id: number, body: Buffer): void
}

/**
 * Cuts a stream of bytes into packets. Each is handed over in a buffer of its own, or in the room it was given, copied
 * once. Throws for a length that can't be one, or is more than there is room for.
 */
export function packetCutter({ roomFor, take }: PacketTaker): (bytes: Buffer) => void {
  const head = Buffer.alloc(HEAD + 4)
  let headEnd = HEAD
  let headLength = 0
  let room: Uint8Array | undefined
  let body: Buffer | null = null
  let filled = 0

  function begin(): Buffer {
    const rest = head.readUInt32BE(0) - (headEnd - 4)
    if (room === undefined) return Buffer.allocUnsafe(rest)
    const length = head.readUInt32BE(HEAD)
    if (length !== rest) throw new RangeError(`A string of ${length} bytes in a packet with ${rest}.`)
    if (length > room.length) throw new RangeError('It gave more than was asked for.')
    return Buffer.from(room.buffer, room.byteOffset, length)
  }

  /** Whether there is all of the head that the kind of packet has. */
  function headIsWhole(): boolean {
    if (headEnd === HEAD && headLength === HEAD) {
      const length = head.readUInt32BE(0)
      if (length < 5 || length > MOST_PACKET) throw new RangeError(`A packet of ${length} bytes.`)
      room = head[4] === ANSWER.DATA && length >= 9 ? roomFor(head.readUInt32BE(5)) : undefined
      if (room !== undefined) headEnd = HEAD + 4
    }
    return headLength === headEnd
  }

  return (bytes) => {
    let at = 0
    while (at < bytes.length) {
      if (body === null) {
        const taken = Math.min(headEnd - headLength, bytes.length - at)
        bytes.copy(head, headLength, at, at + taken)
        headLength += taken
        at += taken
        if (headLength < headEnd || !headIsWhole()) continue
        body = begin()
        filled = 0
      }
      const taken = Math.min(body.length - filled, bytes.length - at)
      bytes.copy(body, filled, at, at + taken)
      filled += taken
      at += taken
      if (filled < body.length) return
      const whole = body
      body = null
      headLength = 0
      headEnd = HEAD
      take(head[4] ?? 0, head.readUInt32BE(5), whole)
    }
  }
}

/** OpenSSH answers at most 256 KiB at once (SFTP_MAX_MSG_LENGTH); nobody sends more to one who did not ask for it. */
export const MOST_PACKET = 256 * 1024

/**
 * Cuts a stream of bytes into packets: a type and what follows. Each is handed over in a buffer of its own, copied once.
 * Throws for a length that can't be one.
 */
export function packetCutter(hand: (type: number, body: Buffer) => void): (bytes: Buffer) => void {
  const head = Buffer.alloc(5)
  let headLength = 0
  let body: Buffer | null = null
  let filled = 0

  return (bytes) => {
    let at = 0
    while (at < bytes.length) {
      if (body === null) {
        const taken = Math.min(5 - headLength, bytes.length - at)
        bytes.copy(head, headLength, at, at + taken)
        headLength += taken
        at += taken
        if (headLength < 5) return
        const length = head.readUInt32BE(0)
        if (length < 1 || length > MOST_PACKET) throw new RangeError(`A packet of ${length} bytes.`)
        body = Buffer.allocUnsafeSlow(length - 1)
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
      hand(head[4] ?? 0, whole)
    }
  }
}

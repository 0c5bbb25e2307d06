import { type CipherGCMTypes, createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'

/*
 * SSH's packets under AES-GCM (RFC 5647 §7): the length in clear, which counts for the tag; pad length, payload and padding
 * encrypted; the tag.
 */

/** One direction's. `iv` (12 bytes) is counted on in place with each packet. */
export interface GcmKey {
  algorithm: CipherGCMTypes
  key: Uint8Array
  iv: Uint8Array
}

const TAG = 16
const BLOCK = 16
/** As ssh2: what we offer a server is 32 KiB and some (RFC 4253 §6.1). */
const MOST_PACKET = 35_000
const CHANNEL_DATA = 94
/** Length, pad length, message, channel, length of the data. */
const DATA_HEAD = 14
/** The most data that `sealData` takes. */
export const MOST_DATA = MOST_PACKET - DATA_HEAD - 2 * BLOCK - TAG

/** What is encrypted next is put together here: a buffer for each packet is garbage that costs more than the encryption. */
const clear = Buffer.alloc(MOST_PACKET)

/** A CHANNEL_DATA packet (RFC 4254 §5.2), in the pieces that are to be sent one after the other. */
export function sealData(
  key: GcmKey,
  channel: number,
  data: Uint8Array,
): [head: Buffer, body: Buffer, tag: Buffer] {
  const end = DATA_HEAD + data.length
  const rest = (end - 4) % BLOCK
  const padding = rest > BLOCK - 4 ? 2 * BLOCK - rest : BLOCK - rest
  const head = Buffer.allocUnsafe(4)
  head.writeUInt32BE(end - 4 + padding)
  clear[4] = padding
  clear[5] = CHANNEL_DATA
  clear.writeUInt32BE(channel, 6)
  clear.writeUInt32BE(data.length, 10)
  clear.set(data, DATA_HEAD)
  pad(clear, end, padding)
  const cipher = createCipheriv(key.algorithm, key.key, key.iv)
  cipher.setAAD(head)
  const body = cipher.update(clear.subarray(4, end + padding))
  cipher.final()
  clear.fill(0, 4, end) // what is typed may be a password
  countOn(key.iv)
  return [head, body, cipher.getAuthTag()]
}

/** Random bytes by the thousand: asking for a few with each packet costs an eighth of sealing it. */
const noise = Buffer.alloc(4096)
let noiseLeft = 0

function pad(packet: Buffer, at: number, count: number): void {
  if (noiseLeft < count) {
    randomFillSync(noise)
    noiseLeft = noise.length
  }
  noise.copy(packet, at, noise.length - noiseLeft, noise.length - noiseLeft + count)
  noiseLeft -= count
}

/**
 * Opens the packets of a stream that comes in any pieces, and hands each one's payload over when its tag is right; the
 * payload is the taker's. What the taker answers, other than undefined, ends the call, as ssh2's do: false for where it is.
 * Throws where a length or a tag is wrong.
 */
export function packetOpener(
  key: GcmKey,
  take: (payload: Buffer) => number | false | undefined,
): (bytes: Buffer, from: number, to: number) => number | undefined {
  let partial: Buffer | null = null
  let held = 0

  /** A packet that came in pieces is put together first, so that each is decrypted in one go. */
  function hold(bytes: Buffer, at: number, end: number): number {
    partial ??= Buffer.allocUnsafeSlow(MOST_PACKET)
    const wanted = held < 4 ? 4 : sizeAt(partial, 0)
    const taken = Math.min(wanted - held, end - at)
    partial.set(bytes.subarray(at, at + taken), held)
    held += taken
    return taken
  }

  return (bytes, from, to) => {
    let at = from
    while (at < to) {
      let payload: Buffer
      if (held === 0 && to - at >= 4 && to - at >= sizeAt(bytes, at)) {
        const size = sizeAt(bytes, at)
        payload = open(key, bytes.subarray(at, at + size))
        at += size
      } else {
        at += hold(bytes, at, to)
        if (partial === null || held < 4 || held < sizeAt(partial, 0)) continue
        payload = open(key, partial.subarray(0, held))
        held = 0
      }
      const answer = take(payload)
      if (answer !== undefined) return answer === false ? at : answer
    }
    return undefined
  }
}

/** With length and tag. */
function sizeAt(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at)
  if (length < BLOCK || length % BLOCK !== 0 || length + 4 + TAG > MOST_PACKET)
    throw new Error('Bad packet length')
  return 4 + length + TAG
}

function open(key: GcmKey, packet: Buffer): Buffer {
  const end = packet.length - TAG
  const decipher = createDecipheriv(key.algorithm, key.key, key.iv)
  decipher.setAAD(packet.subarray(0, 4))
  decipher.setAuthTag(packet.subarray(end))
  const opened = decipher.update(packet.subarray(4, end))
  decipher.final() // throws where the tag is wrong
  countOn(key.iv)
  const padding = opened[0] ?? 0
  if (padding + 1 > opened.length) throw new Error('Bad padding length')
  return opened.subarray(1, opened.length - padding)
}

/** The last 8 bytes are the counter. */
function countOn(iv: Uint8Array): void {
  for (let at = 11; at >= 4; at--) {
    const next = ((iv[at] ?? 0) + 1) & 0xff
    iv[at] = next
    if (next !== 0) return
  }
}

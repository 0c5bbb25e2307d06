/**
 * The terminal's own binary stream, beside RPC. One message is one frame: a type byte, then the payload.
 *
 *   window → host   0 input: bytes for the shell
 *                   1 ack: big-endian u32, bytes of output that xterm has written since the last ack
 *                   3 resume: big-endian u32, bytes of the session's whole output that the window has, modulo 2^32
 *                   4 rejoin: the window has nothing of the output any more
 *                   5 bye: the session is to end with this stream
 *                   6 paste: big-endian u32 number, then bytes for the shell; `gone` tells when they have gone out
 *                   7 drop: of pastes nothing goes out any more, but the end of one that a program was told of
 *   host → window   0 output: bytes of the shell
 *                   2 end: no more output; the host closes the stream after it
 *                   4 replay: big-endian u32 position after it, u16 columns, u16 rows, then output that was there before
 *                   5 gone: big-endian u32 number of a paste whose bytes have all gone out to the server
 *                   6 taken: another stream has taken the session over; the host closes this one after it
 *
 * A second stream of a session takes it over from the first, which the host then closes: its first frame is `resume`, and
 * output goes on from there. The host keeps what was not acknowledged, so that no byte is lost or comes twice.
 *
 * A stream that ends without `bye` is that of a page that crashed or was loaded again, or it broke: the session waits a while
 * for another. A page that still has the screen sends `resume`, a new one `rejoin`: it gets the newest part of what the one
 * before was sent as a `replay`, which is not acknowledged, and then output as ever. `rejoin` takes nothing from a page that
 * is there: the host closes its stream if that page stays, and at once while the vault is locked.
 *
 * Acknowledging moves the SSH channel's own window: what is on the wire and what xterm has not written yet is never more
 * than OUTPUT_WINDOW together, so that Ctrl-C answers at once however much is flooding in.
 */
export const OUTPUT_WINDOW = 256 * 1024

export type WindowFrame =
  | { type: 'input'; bytes: Uint8Array }
  | { type: 'ack'; count: number }
  | { type: 'resume'; position: number }
  | { type: 'rejoin' }
  | { type: 'bye' }
  | { type: 'paste'; number: number; bytes: Uint8Array }
  | { type: 'drop' }
/** `position`: bytes of the session's whole output, modulo 2^32. `cols` and `rows`: what the output was made for. */
export interface Replay {
  type: 'replay'
  position: number
  cols: number
  rows: number
  bytes: Uint8Array
}
export type HostFrame =
  | { type: 'output'; bytes: Uint8Array }
  | { type: 'end' }
  | { type: 'taken' }
  | { type: 'gone'; number: number }
  | Replay

const DATA = 0
const ACK = 1
const END = 2
const RESUME = 3
const REJOIN = 4
const BYE = 5
const REPLAY = 4
const TAKEN = 6
const GONE = 5
const PASTE = 6
const DROP = 7
const REPLAY_HEAD = 9

function withType(type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(payload.length + 1)
  frame[0] = type
  frame.set(payload, 1)
  return frame
}

export function encodeWindowFrame(frame: WindowFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'input') return withType(DATA, frame.bytes)
  if (frame.type === 'rejoin') return new Uint8Array([REJOIN])
  if (frame.type === 'bye') return new Uint8Array([BYE])
  if (frame.type === 'drop') return new Uint8Array([DROP])
  if (frame.type === 'paste') return withNumber(PASTE, frame.number, frame.bytes)
  return frame.type === 'ack' ? withNumber(ACK, frame.count) : withNumber(RESUME, frame.position % 2 ** 32)
}

function withNumber(
  type: number,
  number: number,
  payload: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(5 + payload.length)
  bytes[0] = type
  new DataView(bytes.buffer).setUint32(1, number)
  bytes.set(payload, 5)
  return bytes
}

/** Whether a frame of the window is a person's: input, or a paste's end; looks at nothing else. */
export function isInputFrame(bytes: Uint8Array): boolean {
  return bytes[0] === DATA || bytes[0] === PASTE || bytes[0] === DROP
}

/** Null for a frame that this version doesn't know: the reader closes the stream. */
export function decodeWindowFrame(bytes: Uint8Array): WindowFrame | null {
  if (bytes[0] === DATA) return { type: 'input', bytes: bytes.subarray(1) }
  if (bytes.length === 1 && bytes[0] === REJOIN) return { type: 'rejoin' }
  if (bytes.length === 1 && bytes[0] === BYE) return { type: 'bye' }
  if (bytes.length === 1 && bytes[0] === DROP) return { type: 'drop' }
  if (bytes[0] === PASTE && bytes.length >= 5)
    return { type: 'paste', number: numberIn(bytes), bytes: bytes.subarray(5) }
  if ((bytes[0] !== ACK && bytes[0] !== RESUME) || bytes.length !== 5) return null
  const number = numberIn(bytes)
  return bytes[0] === ACK ? { type: 'ack', count: number } : { type: 'resume', position: number }
}

function numberIn(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(1)
}

export function encodeHostFrame(frame: HostFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'output') return withType(DATA, frame.bytes)
  if (frame.type === 'replay') return encodeReplay(frame)
  if (frame.type === 'gone') return withNumber(GONE, frame.number)
  return new Uint8Array([frame.type === 'end' ? END : TAKEN])
}

function encodeReplay({ position, cols, rows, bytes }: Replay): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(REPLAY_HEAD + bytes.length)
  const head = new DataView(frame.buffer)
  frame[0] = REPLAY
  head.setUint32(1, position % 2 ** 32)
  head.setUint16(5, cols)
  head.setUint16(7, rows)
  frame.set(bytes, REPLAY_HEAD)
  return frame
}

/** How many bytes of the shell a frame of the host carries. */
export function outputLength(frame: Uint8Array): number {
  return frame[0] === DATA ? frame.length - 1 : 0
}

/** Null for a frame that this version doesn't know: the reader closes the stream. */
export function decodeHostFrame(bytes: Uint8Array): HostFrame | null {
  if (bytes[0] === DATA) return { type: 'output', bytes: bytes.subarray(1) }
  if (bytes[0] === REPLAY && bytes.length >= REPLAY_HEAD) return decodeReplay(bytes)
  if (bytes[0] === GONE && bytes.length === 5) return { type: 'gone', number: numberIn(bytes) }
  if (bytes.length !== 1) return null
  return bytes[0] === END ? { type: 'end' } : bytes[0] === TAKEN ? { type: 'taken' } : null
}

function decodeReplay(frame: Uint8Array): Replay {
  const head = new DataView(frame.buffer, frame.byteOffset)
  const [position, cols, rows] = [head.getUint32(1), head.getUint16(5), head.getUint16(7)]
  return { type: 'replay', position, cols, rows, bytes: frame.subarray(REPLAY_HEAD) }
}

/**
 * The terminal's own binary stream, beside RPC. One message is one frame: a type byte, then the payload.
 *
 *   window → host   0 input: bytes for the shell
 *                   1 ack: big-endian u32, bytes of output that xterm has written since the last ack
 *                   3 resume: big-endian u32, bytes of the session's whole output that the window has, modulo 2^32
 *   host → window   0 output: bytes of the shell
 *                   2 end: no more output; the host closes the stream after it
 *
 * A second stream of a session takes it over from the first, which the host then closes: its first frame is `resume`, and
 * output goes on from there. The host keeps what was not acknowledged, so that no byte is lost or comes twice. A stream
 * that was lost, not closed, may be followed by another for a while; the session waits for it.
 *
 * Acknowledging moves the SSH channel's own window: what is on the wire and what xterm has not written yet is never more
 * than OUTPUT_WINDOW together, so that Ctrl-C answers at once however much is flooding in.
 */
export const OUTPUT_WINDOW = 256 * 1024

export type WindowFrame =
  | { type: 'input'; bytes: Uint8Array }
  | { type: 'ack'; count: number }
  | { type: 'resume'; position: number }
export type HostFrame = { type: 'output'; bytes: Uint8Array } | { type: 'end' }

const DATA = 0
const ACK = 1
const END = 2
const RESUME = 3

function withType(type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(payload.length + 1)
  frame[0] = type
  frame.set(payload, 1)
  return frame
}

export function encodeWindowFrame(frame: WindowFrame): Uint8Array<ArrayBuffer> {
  if (frame.type === 'input') return withType(DATA, frame.bytes)
  const bytes = new Uint8Array(5)
  bytes[0] = frame.type === 'ack' ? ACK : RESUME
  new DataView(bytes.buffer).setUint32(1, frame.type === 'ack' ? frame.count : frame.position % 2 ** 32)
  return bytes
}

/** Whether a frame of the window carries input; looks at nothing else. */
export function isInputFrame(bytes: Uint8Array): boolean {
  return bytes[0] === DATA
}

/** Null for a frame that this version doesn't know: the reader closes the stream. */
export function decodeWindowFrame(bytes: Uint8Array): WindowFrame | null {
  if (bytes[0] === DATA) return { type: 'input', bytes: bytes.subarray(1) }
  if ((bytes[0] !== ACK && bytes[0] !== RESUME) || bytes.length !== 5) return null
  const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
  return bytes[0] === ACK ? { type: 'ack', count: number } : { type: 'resume', position: number }
}

export function encodeHostFrame(frame: HostFrame): Uint8Array<ArrayBuffer> {
  return frame.type === 'output' ? withType(DATA, frame.bytes) : new Uint8Array([END])
}

/** How many bytes of the shell a frame of the host carries. */
export function outputLength(frame: Uint8Array): number {
  return frame[0] === DATA ? frame.length - 1 : 0
}

/** Null for a frame that this version doesn't know: the reader closes the stream. */
export function decodeHostFrame(bytes: Uint8Array): HostFrame | null {
  if (bytes[0] === DATA) return { type: 'output', bytes: bytes.subarray(1) }
  return bytes[0] === END && bytes.length === 1 ? { type: 'end' } : null
}

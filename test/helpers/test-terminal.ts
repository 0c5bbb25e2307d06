import { decodeHostFrame, encodeWindowFrame, type Replay } from '../../contract/terminal-stream.js'
import type { TerminalPort } from '../../main/core/sessions/terminal-port.js'

export interface TestTerminal extends TerminalPort {
  /** Every byte of output so far. */
  output(): Buffer
  text(): string
  total(): number
  /** Sizes of the output frames. */
  frames: number[]
  ended(): boolean
  closed(): boolean
  type(input: string | Uint8Array): void
  /** Numbers of the pastes that have gone out. */
  gone: number[]
  /** Breaks without being closed. */
  lose(): void
  /** Its page crashes, or is loaded again. */
  vanish(): void
  /** What it was shown of before. */
  replayed(): Replay | null
  /** Sends any frame, also a wrong one. */
  raw(frame: Uint8Array): void
  /** The end of the output, also where nothing is kept. */
  lastBytes(): string
  /** Bytes that were not acknowledged yet. */
  unread(): number
  /** Acknowledges what was not acknowledged yet, or at most `limit` bytes of it. */
  acknowledge(limit?: number): void
}

export interface TestTerminalOptions {
  /** Acknowledges each frame at once unless told otherwise. */
  acknowledge?: 'at once' | 'when told'
  /** Sees each piece of output; with it nothing is kept. */
  onOutput?: (bytes: Uint8Array) => void
}

/** The window's side of a terminal stream, without a screen. */
export function testTerminal({ acknowledge = 'at once', onOutput }: TestTerminalOptions = {}): TestTerminal {
  const chunks: Uint8Array[] = []
  const frames: number[] = []
  const gone: number[] = []
  let total = 0
  let unacknowledged = 0
  let last = Buffer.alloc(0)
  let ended = false
  let closed = false
  let replayed: Replay | null = null
  let toHost: (frame: Uint8Array) => void = () => undefined
  let onClose: (lost?: boolean) => void = () => undefined

  const acknowledgeSome = (limit = Number.POSITIVE_INFINITY) => {
    const count = Math.min(unacknowledged, limit)
    unacknowledged -= count
    if (count > 0) toHost(encodeWindowFrame({ type: 'ack', count }))
  }
  return {
    ...{ frames, gone },
    output: () => Buffer.concat(chunks),
    text: () => Buffer.concat(chunks).toString(),
    total: () => total,
    ended: () => ended,
    closed: () => closed,
    lastBytes: () => last.toString('latin1'),
    unread: () => unacknowledged,
    acknowledge: acknowledgeSome,
    raw: (frame) => toHost(frame),
    type: (input) => toHost(encodeWindowFrame({ type: 'input', bytes: Buffer.from(input) })),
    send(bytes) {
      if (closed) return
      const frame = decodeHostFrame(bytes)
      if (frame === null || ended) throw new Error('A frame that a window would not take')
      if (frame.type === 'end') {
        ended = true
        return
      }
      if (frame.type === 'taken') return
      if (frame.type === 'gone') {
        gone.push(frame.number)
        return
      }
      if (frame.type === 'replay') {
        replayed = frame
        return
      }
      total += frame.bytes.length
      unacknowledged += frame.bytes.length
      frames.push(frame.bytes.length)
      last = Buffer.concat([last, frame.bytes.subarray(-100)]).subarray(-100)
      if (onOutput) onOutput(frame.bytes)
      else chunks.push(frame.bytes)
      if (acknowledge === 'at once') acknowledgeSome()
    },
    onFrame(listener) {
      toHost = listener
    },
    onClose(listener) {
      onClose = listener
    },
    close() {
      if (closed) return
      closed = true
      toHost(encodeWindowFrame({ type: 'bye' }))
      onClose()
    },
    vanish() {
      closed = true
      onClose()
    },
    replayed: () => replayed,
    lose() {
      closed = true
      onClose(true)
    },
  }
}

import { decodeHostFrame, encodeWindowFrame } from '../../contract/terminal-stream.js'
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
  /** Sends any frame, also a wrong one. */
  raw(frame: Uint8Array): void
  /** Acknowledges what was not acknowledged yet. */
  acknowledge(): void
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
  let total = 0
  let unacknowledged = 0
  let ended = false
  let closed = false
  let toHost: (frame: Uint8Array) => void = () => undefined
  let onClose: () => void = () => undefined

  const acknowledgeAll = () => {
    const count = unacknowledged
    unacknowledged = 0
    if (count > 0) toHost(encodeWindowFrame({ type: 'ack', count }))
  }
  return {
    frames,
    output: () => Buffer.concat(chunks),
    text: () => Buffer.concat(chunks).toString(),
    total: () => total,
    ended: () => ended,
    closed: () => closed,
    acknowledge: acknowledgeAll,
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
      total += frame.bytes.length
      unacknowledged += frame.bytes.length
      frames.push(frame.bytes.length)
      if (onOutput) onOutput(frame.bytes)
      else chunks.push(frame.bytes)
      if (acknowledge === 'at once') acknowledgeAll()
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
      onClose()
    },
  }
}

import type { HostFrame, WindowFrame } from '../../contract/terminal-stream.js'
import { createAcknowledger } from './ack.js'
import type { TerminalHandle } from './terminal.js'
import { unfinishedEnd } from './unfinished.js'

/** The window's end of a terminal stream, as renderer/api opens it. */
export interface Stream {
  send(frame: WindowFrame): void
  onFrame(listener: (frame: HostFrame) => void): void
  onClose(listener: () => void): void
  close(): void
}

type Joinable = Pick<TerminalHandle, 'write' | 'onInput' | 'onSight'>

export interface Joint {
  /** How many bytes of the session's whole output the terminal has been given. */
  position(): number
  /** The host has said that there is no more. */
  ended(): boolean
  /**
   * Stops writing, so that the screen can be copied. Resolves when all that was given is written, to what of it is a
   * sequence or a character that is cut off. What comes meanwhile waits for `thaw`, bounded by the host.
   */
  freeze(): Promise<Uint8Array>
  thaw(): void
}

/** Frames whose ends are kept, to see what is cut off, and how much of each. */
const REMEMBERED = 8
const END_LENGTH = 1024

/** What a terminal was joined to last: a stream may close only after the next one has joined. */
const joinedTo = new WeakMap<Joinable, Stream>()

/**
 * Joins a terminal and a stream: input goes out, output is written and then acknowledged, from xterm's own callback,
 * so that a flood never piles up here. `onEnd` is called once, when no more will come; `replaced`: the terminal is another
 * stream's by then. `from`: takes the session over from another stream; the terminal has that much of its output.
 */
export function joinTerminal(
  terminal: Joinable,
  stream: Stream,
  onEnd: (replaced: boolean) => void,
  from?: number,
): Joint {
  joinedTo.set(terminal, stream)
  const acks = createAcknowledger((count) => stream.send({ type: 'ack', count }))
  let position = from ?? 0
  let ended = false
  let held: Uint8Array[] | null = null
  const last: Uint8Array[] = []

  const write = (bytes: Uint8Array) => {
    position += bytes.length
    last.push(bytes.slice(-END_LENGTH))
    if (last.length > REMEMBERED) last.shift()
    terminal.write(bytes, () => acks.written(bytes.length))
  }
  if (from !== undefined) stream.send({ type: 'resume', position: from })
  terminal.onSight((seen) => acks.setQuiet(!seen))
  terminal.onInput((bytes) => stream.send({ type: 'input', bytes }))
  stream.onFrame((frame) => {
    if (frame.type === 'end') ended = true
    if (frame.type !== 'output') return
    if (held === null) write(frame.bytes)
    else held.push(frame.bytes)
  })
  stream.onClose(() => {
    acks.close()
    const replaced = joinedTo.get(terminal) !== stream
    if (!replaced) terminal.onInput(null)
    onEnd(replaced)
  })
  return {
    position: () => position,
    ended: () => ended,
    freeze() {
      held ??= []
      return new Promise((resolve) => {
        terminal.write(new Uint8Array(), () => resolve(unfinishedEnd(joined(last))))
      })
    },
    thaw() {
      const waiting = held ?? []
      held = null
      for (const bytes of waiting) write(bytes)
    },
  }
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

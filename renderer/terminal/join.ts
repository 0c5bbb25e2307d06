import type { HostFrame, Replay, WindowFrame } from '../../contract/terminal-stream.js'
import { createAcknowledger } from './ack.js'
import type { Followed } from './input.js'
import type { TerminalHandle } from './terminal.js'
import { unfinishedEnd } from './unfinished.js'

/** The window's end of a terminal stream, as renderer/api opens it. */
export interface Stream {
  send(frame: WindowFrame): void
  onFrame(listener: (frame: HostFrame) => void): void
  onClose(listener: () => void): void
  close(): void
}

type Joinable = Pick<TerminalHandle, 'write' | 'replay' | 'onInput' | 'onSight'>

export interface Joint {
  /** How many bytes of the session's whole output the terminal has been given; null before that is known. */
  position(): number | null
  /** The host has said that there is no more. */
  ended(): boolean
  /** The host has said that another stream has the session. */
  taken(): boolean
  /**
   * Stops writing, so that the screen can be copied. Resolves when all that was given is written, to what of it is a
   * sequence or a character that is cut off. What comes meanwhile waits for `thaw`, bounded by the host.
   */
  freeze(): Promise<Uint8Array>
  thaw(): void
  /** Sends a piece of a paste, and says when it has gone out. */
  paste(bytes: Uint8Array, followed: Followed): void
}

/** Where a stream begins that is not its session's first. */
export interface Beginning {
  /** How much of the session's output the terminal has; null: nothing, and what the host kept is to be shown. */
  from: number | null
  /** What was kept is on the screen; a program has the alternate screen. */
  onReplayed?: (alternate: boolean) => void
}

/** Frames whose ends are kept, to see what is cut off, and how much of each. */
const REMEMBERED = 8
const END_LENGTH = 1024

/** What a terminal was joined to last: a stream may close only after the next one has joined. */
const joinedTo = new WeakMap<Joinable, Stream>()

/**
 * Joins a terminal and a stream: input goes out, output is written and then acknowledged, from xterm's own callback,
 * so that a flood never piles up here. `onEnd` is called once, when no more will come; `replaced`: the terminal is another
 * stream's by then. `beginning`: goes on with a session that another stream has or had.
 */
export function joinTerminal(
  terminal: Joinable,
  stream: Stream,
  onEnd: (replaced: boolean) => void,
  beginning?: Beginning,
): Joint {
  joinedTo.set(terminal, stream)
  const acks = createAcknowledger((count) => stream.send({ type: 'ack', count }))
  let position = beginning === undefined ? 0 : beginning.from
  let ended = false
  let taken = false
  let held: Uint8Array[] | null = null
  const last: Uint8Array[] = []
  const pastes = createPastes(stream)

  const remember = (bytes: Uint8Array) => {
    last.push(bytes.slice(-END_LENGTH))
    if (last.length > REMEMBERED) last.shift()
  }
  const write = (bytes: Uint8Array) => {
    position = (position ?? 0) + bytes.length
    remember(bytes)
    terminal.write(bytes, () => acks.written(bytes.length))
  }
  const replay = ({ position: at, bytes, ...size }: Replay) => {
    position = at
    remember(bytes)
    terminal.replay(size, bytes, (alternate) => beginning?.onReplayed?.(alternate))
  }
  if (beginning !== undefined)
    stream.send(position === null ? { type: 'rejoin' } : { type: 'resume', position })
  terminal.onSight((seen) => acks.setQuiet(!seen))
  terminal.onInput((bytes, _typed, followed) =>
    followed === undefined ? stream.send({ type: 'input', bytes }) : pastes.send(bytes, followed),
  )
  stream.onFrame((frame) => {
    if (frame.type === 'end') ended = true
    if (frame.type === 'taken') taken = true
    if (frame.type === 'gone') pastes.gone(frame.number)
    if (frame.type === 'replay') replay(frame)
    if (frame.type !== 'output') return
    if (held === null) write(frame.bytes)
    else held.push(frame.bytes)
  })
  stream.onClose(() => {
    acks.close()
    pastes.close()
    const replaced = joinedTo.get(terminal) !== stream
    if (!replaced) terminal.onInput(null)
    onEnd(replaced)
  })
  return {
    position: () => position,
    ended: () => ended,
    taken: () => taken,
    freeze() {
      held ??= []
      return new Promise((resolve) => {
        terminal.write(new Uint8Array(), () => resolve(unfinishedEnd(joined(last))))
      })
    },
    paste: pastes.send,
    thaw() {
      const waiting = held ?? []
      held = null
      for (const bytes of waiting) write(bytes)
    },
  }
}

/** Numbers of pastes differ from those of the page before, of which the host may still tell. */
let lastPaste = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

/** Follows pieces of pastes until the host says that they have gone out. */
function createPastes(stream: Pick<Stream, 'send'>) {
  const waiting = new Map<number, (gone: boolean) => void>()
  const end = (number: number, gone: boolean) => {
    const done = waiting.get(number)
    waiting.delete(number)
    done?.(gone)
  }
  return {
    send(bytes: Uint8Array, { signal, done }: Followed) {
      lastPaste = (lastPaste + 1) % 2 ** 32
      const number = lastPaste
      const drop = () => {
        stream.send({ type: 'drop' })
        end(number, false)
      }
      waiting.set(number, (gone) => {
        signal.removeEventListener('abort', drop)
        done(gone)
      })
      if (signal.aborted) return drop() // between two pieces: the host knows nothing of it yet
      signal.addEventListener('abort', drop)
      stream.send({ type: 'paste', number, bytes })
    },
    gone: (number: number) => end(number, true),
    close() {
      for (const number of [...waiting.keys()]) end(number, false)
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

import type { TerminalSize } from '../../../contract/sessions.js'
import {
  decodeWindowFrame,
  encodeHostFrame,
  encodeWindowFrame,
  isInputFrame,
  outputLength,
} from '../../../contract/terminal-stream.js'
import type { Clock } from '../ports.js'
import { createHistory } from './terminal-history.js'
import type { TerminalPort } from './terminal-port.js'

/** How long a session waits for a window whose stream broke: a page out of sight has slow timers. */
export const LOST_MS = 60_000
/** How long it waits for a page that crashed or was loaded again; and after a browser's tab was closed, for nobody. */
export const GONE_MS = 30_000

/** How many frames of input are kept for a shell, or a page, that is not there yet: what a person can type, and a small paste. */
const MOST_EARLY = 200

/** How long a page that comes waits for the end of the one before, which may be told later than it came. */
export const AWAITED_MS = 5_000

/** Who may come for a session that nobody has. */
export interface Comers {
  /** A page that has nothing of the output may be shown it: the vault is open. */
  mayRejoin(): boolean
  /** A page may be there that will come once it may: the session goes on waiting. */
  mayYetCome(): boolean
}

const REJOIN = encodeWindowFrame({ type: 'rejoin' })
const DROP = encodeWindowFrame({ type: 'drop' })

/** The place of a session's terminal: windows may come and go, the session sees one port. */
export interface TerminalSeat {
  port: TerminalPort
  /**
   * The first one is joined at once; a later one takes over as soon as it says from where on (`resume`, `rejoin`). `window`:
   * whose it is, where the host knows its windows apart.
   */
  attach(port: TerminalPort, window?: string): void
  /** The window that has it, or had it last; null where there was none, or it is not known. */
  window(): string | null
}

export interface SeatParts {
  clock: Clock
  comers: Comers
  /** What the output is made for. */
  size(): TerminalSize
}

/**
 * Keeps what was sent and not acknowledged, which is never more than what the session lets out (OUTPUT_WINDOW), and sends
 * it again to a stream that takes over; and the newest of what any was sent (terminal-history.ts), for one that has nothing.
 * A stream that is taken over from is closed; one that begins with what doesn't fit is closed itself.
 */
export function createTerminalSeat({ clock, comers, size }: SeatParts): TerminalSeat {
  let current: TerminalPort | null = null
  /** It has the seat, or had it last. */
  let owner: TerminalPort | null = null
  const windows = new WeakMap<TerminalPort, string>()
  /** It pastes, or did. */
  let pastes = false
  let closed = false
  let onFrame: ((frame: Uint8Array) => void) | null = null
  let onClose: () => void = () => undefined
  let holding = new AbortController()
  const over = new AbortController()
  const waiting = new Set<TerminalPort>()
  /** Those that have nothing of the output, and somebody is there still; with what they have said meanwhile. */
  const asking = new Map<TerminalPort, Uint8Array[]>()
  /** What was typed before there is a shell. */
  const early: Uint8Array[] = []
  const kept = createKept()
  const history = createHistory()

  const leave = (port: TerminalPort, lost: boolean) => {
    waiting.delete(port)
    asking.delete(port)
    if (port !== current || closed) return
    current = null
    dropPaste()
    holding = new AbortController()
    hold(lost ? LOST_MS : GONE_MS)
    const [next] = asking.keys()
    if (next !== undefined) takeOver(next, REJOIN)
  }
  const hold = (ms: number): void => {
    clock.sleep(ms, holding.signal).then(
      () => (comers.mayYetCome() ? hold(ms) : end()),
      () => undefined, // another came, or the session has ended
    )
  }
  const end = () => {
    if (closed) return
    closed = true
    holding.abort()
    over.abort()
    for (const port of waiting) port.close()
    history.forget()
    onClose()
  }
  const take = (frame: Uint8Array) => {
    const decoded = decodeWindowFrame(frame)
    if (decoded?.type === 'bye') return end()
    if (decoded?.type === 'ack') kept.acknowledge(decoded.count)
    if (decoded?.type === 'paste') pastes = true
    if (onFrame !== null) onFrame(frame)
    else if (isInputFrame(frame) && early.length < MOST_EARLY) early.push(frame)
  }
  /** Nobody else has the rest of what a window pastes. */
  const dropPaste = () => {
    if (pastes) onFrame?.(DROP)
    pastes = false
  }
  const askLater = (port: TerminalPort) => {
    asking.set(port, [])
    const refuse = () => {
      if (asking.delete(port)) port.close()
    }
    clock.sleep(AWAITED_MS, over.signal).then(refuse, () => undefined) // the session has ended
  }
  const deliver = (frame: Uint8Array, position: number) => {
    if (outputLength(frame) > 0) history.add(frame.subarray(1), position)
    current?.send(frame)
  }
  const takeOver = (port: TerminalPort, frame: Uint8Array) => {
    const decoded = decodeWindowFrame(frame)
    const typed = asking.get(port) ?? []
    // Who types before it is there is heard when it is.
    if (isInputFrame(frame) && asking.has(port) && typed.length < MOST_EARLY) return void typed.push(frame)
    if (port === owner && decoded?.type === 'bye') return end()
    const rejoins = decoded?.type === 'rejoin' && comers.mayRejoin()
    if (rejoins && current !== null) return askLater(port)
    const position = decoded?.type === 'resume' ? decoded.position : rejoins ? history.end() : null
    const count = position === null ? null : kept.behind(position)
    if (count === null) return port.close()
    waiting.delete(port)
    asking.delete(port)
    holding.abort()
    dropPaste()
    current?.send(encodeHostFrame({ type: 'taken' }))
    const before = current
    current = port
    owner = port
    before?.close()
    if (rejoins) {
      const bytes = history.replay()
      port.send(encodeHostFrame({ type: 'replay', position: history.end(), ...size(), bytes }))
    }
    if (count > 0) take(encodeWindowFrame({ type: 'ack', count }))
    for (const { frame: each, position: at } of kept.frames()) deliver(each, at)
    for (const each of typed) take(each)
  }
  const heard = new WeakSet<TerminalPort>()
  const listen = (port: TerminalPort) => {
    if (heard.has(port)) return
    heard.add(port)
    port.onFrame((frame) => (port === current ? take(frame) : takeOver(port, frame)))
  }

  return {
    window: () => (owner === null ? null : (windows.get(owner) ?? null)),
    attach(port, window) {
      if (closed) return port.close()
      if (window !== undefined) windows.set(port, window)
      port.onClose((lost = false) => leave(port, lost))
      if (owner !== null) {
        waiting.add(port)
        return listen(port)
      }
      owner = port
      current = port
      listen(port)
    },
    port: {
      send(frame) {
        const position = kept.keep(frame)
        if (current !== null) deliver(frame, position)
      },
      onFrame(listener) {
        onFrame = listener
        for (const frame of early.splice(0)) listener(frame)
      },
      onClose(listener) {
        onClose = listener
      },
      close() {
        current?.close()
        end()
      },
    },
  }
}

/** Output frames that were sent and not acknowledged. Positions count bytes of the whole output. */
function createKept() {
  const kept: Uint8Array[] = []
  /** Where the first of them begins, how far was acknowledged, how far was sent. */
  let start = 0
  let acknowledged = 0
  let sent = 0
  return {
    /** Answers where it begins. */
    keep(frame: Uint8Array): number {
      const position = sent
      if (outputLength(frame) > 0) kept.push(frame)
      sent += outputLength(frame)
      return position
    },
    acknowledge(count: number) {
      acknowledged = Math.min(acknowledged + count, sent)
      for (let [first] = kept; first !== undefined; [first] = kept) {
        if (start + outputLength(first) > acknowledged) return
        start += outputLength(first)
        kept.shift()
      }
    },
    /** How much more a window has than it has acknowledged; null where it can't have that much. */
    behind(position: number): number | null {
      const count = (((position - acknowledged) % 2 ** 32) + 2 ** 32) % 2 ** 32
      return count <= sent - acknowledged ? count : null
    },
    /** Those that were not acknowledged and where they begin, the first of them without what was. */
    frames(): { frame: Uint8Array; position: number }[] {
      let position = acknowledged
      return kept.map((frame, index) => {
        const skipped = index === 0 ? acknowledged - start : 0
        const cut = skipped === 0 ? frame : frame.slice(skipped)
        cut[0] = frame[0] ?? 0
        const at = position
        position += outputLength(cut)
        return { frame: cut, position: at }
      })
    },
  }
}

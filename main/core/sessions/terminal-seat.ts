import { decodeWindowFrame, encodeWindowFrame, outputLength } from '../../../contract/terminal-stream.js'
import type { Clock } from '../ports.js'
import type { TerminalPort } from './terminal-port.js'

/** How long a session waits for a window whose stream broke. */
export const HOLD_MS = 60_000

/** The place of a session's terminal: windows may come and go, the session sees one port. */
export interface TerminalSeat {
  port: TerminalPort
  /** The first one is joined at once; a later one takes over as soon as it says from where on (`resume`). */
  attach(port: TerminalPort): void
}

/**
 * Keeps what was sent and not acknowledged, which is never more than what the session lets out (OUTPUT_WINDOW), and sends
 * it again to a stream that takes over. A stream that is taken over from is closed; a `resume` that doesn't fit closes its own.
 */
export function createTerminalSeat(clock: Clock): TerminalSeat {
  let current: TerminalPort | null = null
  let taken = false
  let closed = false
  let onFrame: ((frame: Uint8Array) => void) | null = null
  let onClose: () => void = () => undefined
  let holding = new AbortController()
  const waiting = new Set<TerminalPort>()
  const kept = createKept()

  const leave = (port: TerminalPort, lost: boolean) => {
    waiting.delete(port)
    if (port !== current || closed) return
    current = null
    if (lost) hold()
    else end()
  }
  const hold = () => {
    holding = new AbortController()
    clock.sleep(HOLD_MS, holding.signal).then(end, () => undefined) // another came, or the session has ended
  }
  const end = () => {
    if (closed) return
    closed = true
    holding.abort()
    for (const port of waiting) port.close()
    onClose()
  }
  const take = (frame: Uint8Array) => {
    const decoded = decodeWindowFrame(frame)
    if (decoded?.type === 'ack') kept.acknowledge(decoded.count)
    onFrame?.(frame)
  }
  const takeOver = (port: TerminalPort, frame: Uint8Array) => {
    const decoded = decodeWindowFrame(frame)
    const count = decoded?.type === 'resume' ? kept.behind(decoded.position) : null
    if (count === null) return port.close()
    waiting.delete(port)
    holding.abort()
    const before = current
    current = port
    before?.close()
    if (count > 0) take(encodeWindowFrame({ type: 'ack', count }))
    for (const each of kept.frames()) port.send(each)
  }
  const heard = new WeakSet<TerminalPort>()
  const listen = (port: TerminalPort) => {
    if (heard.has(port)) return
    heard.add(port)
    port.onFrame((frame) => (port === current ? take(frame) : takeOver(port, frame)))
  }

  return {
    attach(port) {
      if (closed) return port.close()
      port.onClose((lost = false) => leave(port, lost))
      if (taken) {
        waiting.add(port)
        return listen(port)
      }
      taken = true
      current = port
      if (onFrame !== null) listen(port)
    },
    port: {
      send(frame) {
        kept.keep(frame)
        current?.send(frame)
      },
      onFrame(listener) {
        onFrame = listener
        if (current !== null) listen(current)
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
    keep(frame: Uint8Array) {
      if (outputLength(frame) === 0) return
      kept.push(frame)
      sent += outputLength(frame)
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
      const count = (position - (acknowledged % 2 ** 32) + 2 ** 32) % 2 ** 32
      return count <= sent - acknowledged ? count : null
    },
    /** Those that were not acknowledged, the first of them without what was. */
    frames(): Uint8Array[] {
      const [first, ...rest] = kept
      if (first === undefined) return []
      const skipped = acknowledged - start
      if (skipped === 0) return [first, ...rest]
      const cut = first.slice(skipped)
      cut[0] = first[0] ?? 0
      return [cut, ...rest]
    },
  }
}

import type { Terminal } from '@xterm/xterm'

/** Of the time between two paintings of a flood, how many times as long as the painting itself takes. */
const REST = 12
/** The same shortly after a key, whose answer is in the flood. */
const REST_TYPING = 1
const TYPING_MS = 500
const LONGEST_REST_MS = 250
/** Output that pauses so long is no flood any more: what it left is painted. */
const PAUSE_MS = 8

export interface Pace {
  /** Called for rows that have changed. Paints them, now or a little later. */
  refresh(start: number, end: number, redrawOnly?: boolean): void
  /** How many writes xterm.js has not yet taken in. */
  setBehind(writes: number): void
  typed(): void
  dispose(): void
}

export interface Frames {
  now(): number
  /** Calls before the next painting. */
  beforePaint(call: () => void): void
  /** Calls soon after the painting in which it is called. */
  afterPaint(call: () => void): void
}

/**
 * Keeps the painting of a flood from taking the time that reading it needs: without a GPU one frame may take 50 ms. After
 * each frame painting rests as long as its cost says, unless the output pauses. What a prompt or a program prints otherwise
 * is painted in the next frame.
 */
export function createPace(
  paint: (start: number, end: number, redrawOnly: boolean) => void,
  frames: Frames = browserFrames,
): Pace {
  let dirty: { start: number; end: number; redrawOnly: boolean } | null = null
  let ordered = false
  let painted = Number.NEGATIVE_INFINITY
  let cost = 0
  let changed = 0
  let behind = 0
  let typing = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function rest(): number {
    const times = frames.now() < typing + TYPING_MS ? REST_TYPING : REST
    return Math.min(cost * times, LONGEST_REST_MS)
  }

  function order(): void {
    clearTimeout(timer)
    timer = undefined
    if (dirty === null) return
    const { start, end, redrawOnly } = dirty
    dirty = null
    if (!ordered) {
      ordered = true
      frames.beforePaint(() => {
        ordered = false
        const began = frames.now()
        frames.afterPaint(() => {
          painted = frames.now()
          cost = (cost + painted - began) / 2
        })
      })
    }
    paint(start, end, redrawOnly)
  }

  /** When what is dirty is painted at the latest, from now. */
  function due(): number {
    const now = frames.now()
    const rested = painted + rest() - now
    return behind > 0 ? rested : Math.min(rested, changed + PAUSE_MS - now)
  }

  function check(): void {
    timer = undefined
    const wait = due()
    if (wait <= 0) order()
    else timer = setTimeout(check, behind > 0 ? wait : Math.min(wait, PAUSE_MS))
  }

  return {
    refresh(start, end, redrawOnly = false) {
      dirty = {
        start: Math.min(start, dirty?.start ?? start),
        end: Math.max(end, dirty?.end ?? end),
        redrawOnly: redrawOnly && (dirty?.redrawOnly ?? true),
      }
      changed = frames.now()
      if (ordered) order()
      else if (timer === undefined) check()
    },
    setBehind(writes) {
      behind = writes
      if (behind > 0 || timer === undefined) return
      clearTimeout(timer)
      check()
    },
    typed() {
      typing = frames.now()
    },
    dispose() {
      clearTimeout(timer)
      dirty = null
    },
  }
}

const browserFrames: Frames = {
  now: () => performance.now(),
  beforePaint: (call) => void requestAnimationFrame(call),
  afterPaint(call) {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      call()
    }
    port2.postMessage(null)
  },
}

/** The part of xterm.js 6 that orders painting, which it keeps to itself. */
interface Core {
  _core: { _renderService?: { refreshRows(start: number, end: number, redrawOnly?: boolean): void } }
}

export interface PacedWriter {
  /** Call once the terminal is opened. */
  start(): void
  write(text: string, done: () => void): void
  dispose(): void
}

/** Writes to a terminal whose painting is paced. */
export function paceTerminal(term: Terminal): PacedWriter {
  let pace: Pace | null = null
  let writes = 0
  return {
    start() {
      const { _renderService: service } = (term as unknown as Core)._core
      if (service === undefined) throw new Error('xterm.js has no render service: its version was changed.')
      const refreshRows = service.refreshRows.bind(service)
      pace = createPace(refreshRows)
      service.refreshRows = pace.refresh
      term.onData(pace.typed)
    },
    write(text, done) {
      writes++
      term.write(text, () => {
        writes--
        pace?.setBehind(writes)
        done()
      })
      pace?.setBehind(writes)
    },
    dispose: () => pace?.dispose(),
  }
}

import type { Terminal } from '@xterm/xterm'
import { encodePaste, LARGE_PASTE, type Paste, pieces } from './paste.js'

export interface Pasting {
  done: number
  total: number
}

export interface PasteSender {
  /** Types it piece by piece, after those before it; resolves when it is over or was cancelled. */
  send(paste: Paste): Promise<void>
  /** Ends the paste that is under way. A program that was told of a paste is told of its end, by the host. */
  cancel(): void
  /** The same where nobody wanted it: `onCut` is told. */
  cut(): void
}

export interface PasteParts {
  term: Pick<Terminal, 'input' | 'modes'>
  /** Types a piece; resolves to whether all of it has gone out to the server. Aborting withdraws what has not. */
  follow(text: string, signal: AbortSignal): Promise<boolean>
  /** Hears of large pastes how much of them has gone out, and null when they are over. */
  onProgress(pasting: Pasting | null): void
  /** A large paste has ended in its middle, and not by `cancel`; at least `done` of it has gone out. */
  onCut(pasting: Pasting): void
}

const CANCELLED = 'cancelled'

/** Of a large paste the next piece is typed when the one before has gone out: what was not can be cancelled. */
export function createPasteSender({ term, follow, onProgress, onCut }: PasteParts): PasteSender {
  let last = Promise.resolve()
  let stop = new AbortController()

  async function type(paste: Paste): Promise<void> {
    const typed = encodePaste(paste, term.modes.bracketedPasteMode)
    if (typed.length < LARGE_PASTE) return typeAtOnce(typed)
    stop = new AbortController()
    await typeFollowed(typed, stop.signal)
    onProgress(null)
  }

  async function typeAtOnce(typed: string): Promise<void> {
    for (const piece of pieces(typed)) {
      term.input(piece, true)
      await nextTask()
    }
  }

  async function typeFollowed(typed: string, signal: AbortSignal): Promise<void> {
    const { length: total } = typed
    let done = 0
    onProgress({ done, total })
    for (const piece of pieces(typed)) {
      if (!(await follow(piece, signal))) {
        if (signal.reason !== CANCELLED) onCut({ done, total })
        return
      }
      done += piece.length
      onProgress({ done, total })
      await nextTask()
    }
  }

  return {
    send(paste) {
      last = last.then(() => type(paste))
      return last
    },
    cancel() {
      stop.abort(CANCELLED)
    },
    cut() {
      stop.abort()
    },
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

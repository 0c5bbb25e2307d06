import type { Terminal } from '@xterm/xterm'
import { encodePaste, LARGE_PASTE, type Paste, pieces } from './paste.js'

const END = '\x1b[201~'

export interface Pasting {
  done: number
  total: number
}

export interface PasteSender {
  /** Types it piece by piece, after those before it; resolves when it is over or was cancelled. */
  send(paste: Paste): Promise<void>
  /** Ends the paste that is under way. A program that was told of a paste is told of its end. */
  cancel(): void
}

/** `onProgress` hears of large pastes, and null when they are over. */
export function createPasteSender(
  term: Pick<Terminal, 'input' | 'modes'>,
  onProgress: (pasting: Pasting | null) => void,
): PasteSender {
  let last = Promise.resolve()
  let cancelled = false

  async function type(paste: Paste): Promise<void> {
    const bracketed = term.modes.bracketedPasteMode
    const typed = encodePaste(paste, bracketed)
    const { length: total } = typed
    let done = 0
    cancelled = false
    for (const piece of pieces(typed)) {
      term.input(piece, true)
      done += piece.length
      if (total >= LARGE_PASTE) onProgress({ done, total })
      await nextTask()
      if (!cancelled) continue
      // Only a whole mark ends it: the beginning of one may have been sent already.
      if (bracketed && done < total) term.input(END, true)
      break
    }
    if (total >= LARGE_PASTE) onProgress(null)
  }

  return {
    send(paste) {
      last = last.then(() => type(paste))
      return last
    },
    cancel() {
      cancelled = true
    },
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

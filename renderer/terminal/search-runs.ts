import type { Terminal } from '@xterm/xterm'
import type { Pattern } from './search-pattern.js'
import { type ScanEnd, scan } from './search-scan.js'

/** While output comes in, the search is repeated after this, or after four times what it took. */
const AGAIN_MS = 300

/** The scans of one search, of which only the newest counts. */
export interface Runs {
  /** Scans in place of what is under way or put off. Null where another took its place, or `stop` ended it. */
  now(pattern: Pattern): Promise<ScanEnd | null>
  /** Calls `work` after a while, once for all who ask until then. */
  later(work: () => void): void
  stop(): void
}

export function createRuns(term: Terminal): Runs {
  let running: AbortController | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let tookMs = 0

  function stop(): void {
    running?.abort()
    running = null
    clearTimeout(again)
    again = undefined
  }
  return {
    async now(pattern) {
      stop()
      const mine = new AbortController()
      running = mine
      const began = performance.now()
      const end = await scan(term, pattern, mine.signal)
      tookMs = performance.now() - began
      if (!mine.signal.aborted) return end
      if (typeof end !== 'string') end.anchor.dispose()
      return null
    },
    later(work) {
      again ??= setTimeout(work, Math.max(AGAIN_MS, 4 * tookMs))
    },
    stop,
  }
}

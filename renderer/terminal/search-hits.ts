import type { Terminal } from '@xterm/xterm'
import { spansOf } from './lines.js'
import { createMarks, firstAt } from './search-marks.js'
import type { Found } from './search-scan.js'

/** As the search bar shows it. */
export interface HitCount {
  /** `-1` while nothing is found. */
  current: number
  count: number
  capped: boolean
}

/** What a search has found, marked on the screen, and which of it the user is at. */
export interface Hits {
  /** In place of those before. `stay`: at the match where the user was; otherwise at the newest that is in sight or above. */
  take(found: Found, stay: boolean): HitCount
  /** To an older match (-1) or a newer one (1), round the ends. */
  step(by: 1 | -1): HitCount
  /** Leaves the current one selected, as by mouse. */
  select(): void
  clear(): HitCount
  dispose(): void
}

/** A match, by its line counted from the top of the scrollback as it is now. */
interface Place {
  line: number
  start: number
  length: number
}

export function createHits(term: Terminal): Hits {
  const marks = createMarks(term)
  let found: Found | null = null
  let current = -1

  function place(): Place | null {
    const match = found?.matches[current]
    if (found === null || match === undefined || found.anchor.isDisposed) return null
    return { line: match.row + found.anchor.line, start: match.start, length: match.length }
  }

  function moveTo(index: number): HitCount {
    current = index
    if (found === null) return none
    marks.show(found, current)
    return { current, count: found.matches.length, capped: found.capped }
  }

  function reveal(): void {
    const line = place()?.line
    const { viewportY } = term.buffer.active
    if (line !== undefined && (line < viewportY || line >= viewportY + term.rows))
      term.scrollToLine(Math.max(0, line - (term.rows >> 1)))
  }

  function clear(): HitCount {
    marks.clear()
    found?.anchor.dispose()
    found = null
    current = -1
    return none
  }

  return {
    take(next, stay) {
      const before = stay ? place() : null
      found?.anchor.dispose()
      found = next
      const wanted = before === null ? newestInSight(term, next) : sameMatch(next, before)
      const told = moveTo(Math.min(Math.max(wanted, 0), next.matches.length - 1))
      if (!stay) reveal()
      return told
    },
    step(by) {
      const count = found?.matches.length ?? 0
      if (count === 0) return none
      const told = moveTo((current + by + count) % count)
      reveal()
      return told
    },
    select() {
      const at = place()
      if (at === null) return
      const [first] = spansOf(term.buffer.active, at.line, at.start, at.start + at.length)
      if (first !== undefined) term.select(first.x, first.row, at.length)
    },
    clear,
    dispose() {
      clear()
      marks.dispose()
    },
  }
}

const none: HitCount = { current: -1, count: 0, capped: false }

function newestInSight(term: Terminal, { anchor, matches }: Found): number {
  return firstAt(matches, term.buffer.active.viewportY + term.rows - anchor.line) - 1
}

/** The match at a place, or the next one after it. */
function sameMatch({ anchor, matches }: Found, { line, start }: Place): number {
  const from = firstAt(matches, line - anchor.line)
  const row = matches[from]?.row
  for (let n = from; n < matches.length && matches[n]?.row === row; n++)
    if ((matches[n]?.start ?? 0) >= start) return n
  return from
}

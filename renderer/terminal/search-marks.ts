import type { IDecoration, Terminal } from '@xterm/xterm'
import { spansOf } from './lines.js'
import type { Found, Match } from './search-scan.js'

/** Dark on yellow (10:1), and white on red-brown (6:1) for the one that the user is at: readable in every scheme. */
export const MATCH = { backgroundColor: '#f4c430', foregroundColor: '#1f2429' }
export const CURRENT = { backgroundColor: '#9c3d10', foregroundColor: '#ffffff' }
/** More on one screen are not told apart anyway. */
const MAX_SHOWN = 1000

export interface Marks {
  show(found: Found, current: number): void
  clear(): void
  dispose(): void
}

/** Colours the matches on the screen, and those a screen above and below; the rest as they come into sight. */
export function createMarks(term: Terminal): Marks {
  let shown: { found: Found; current: number } | null = null
  let painted = { top: -1, base: -1 }
  let decorations: IDecoration[] = []

  function clearPainted(): void {
    for (const decoration of decorations) {
      decoration.marker.dispose()
      decoration.dispose()
    }
    decorations = []
  }

  function paint(): void {
    clearPainted()
    if (shown === null || shown.found.anchor.isDisposed) return
    const { found, current } = shown
    const { viewportY: top } = term.buffer.active
    painted = { top, base: found.anchor.line }
    const from = firstAt(found.matches, top - term.rows - found.anchor.line)
    for (let n = from; n < found.matches.length && n < from + MAX_SHOWN; n++) {
      const match = found.matches[n]
      if (match === undefined || match.row + found.anchor.line > top + 2 * term.rows) break
      decorations.push(...decorate(term, found, match, n === current))
    }
  }

  const listening = term.onRender(() => {
    if (shown === null) return
    const moved = term.buffer.active.viewportY - painted.top - (shown.found.anchor.line - painted.base)
    if (Math.abs(moved) >= Math.max(1, term.rows / 2)) paint()
  })
  return {
    show(found, current) {
      shown = { found, current }
      paint()
    },
    clear() {
      shown = null
      clearPainted()
    },
    dispose() {
      listening.dispose()
      clearPainted()
    },
  }
}

function decorate(term: Terminal, found: Found, match: Match, current: boolean): IDecoration[] {
  const buffer = term.buffer.active
  const first = match.row + found.anchor.line
  const colours = current ? CURRENT : MATCH
  return spansOf(buffer, first, match.start, match.start + match.length).flatMap(({ row, x, width }) => {
    const marker = term.registerMarker(row - buffer.baseY - buffer.cursorY)
    const decoration = term.registerDecoration({ marker, x, width, layer: 'top', ...colours })
    if (decoration !== undefined) return [decoration]
    marker.dispose()
    return []
  })
}

/** The place of the first match at or below a row. */
export function firstAt(matches: readonly Match[], row: number): number {
  let [low, high] = [0, matches.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((matches[middle]?.row ?? 0) < row) low = middle + 1
    else high = middle
  }
  return low
}

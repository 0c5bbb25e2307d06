import type { Terminal } from '@xterm/xterm'
import { createStore, type Store } from '../features/store.js'
import { spansOf } from './lines.js'
import { createMarks, firstAt } from './search-marks.js'
import { patternOf, type Query } from './search-pattern.js'
import { type Found, scan } from './search-scan.js'

/** While output comes in, the search is repeated after this, or after four times what it took. */
const AGAIN_MS = 300

export interface SearchState {
  open: boolean
  query: Query
  /** `-1` while nothing is found. */
  current: number
  count: number
  capped: boolean
  /** A search is running whose answer isn't there yet. */
  searching: boolean
  /** Why there is no answer. */
  problem: string | null
  /** Grows each time that the bar is asked for, so that it takes the keyboard again. */
  asked: number
}

export interface Search {
  state: Store<SearchState>
  open(): void
  /** Also leaves the match selected, and gives the keyboard back. */
  close(): void
  ask(query: Query): void
  /** To an older match (-1) or a newer one (1), round the ends. */
  step(by: 1 | -1): void
  dispose(): void
}

const nothing: SearchState = {
  open: false,
  query: { text: '', regex: false, matchCase: false, wholeWord: false },
  current: -1,
  count: 0,
  capped: false,
  searching: false,
  problem: null,
  asked: 0,
}

const TOO_LONG = 'This expression took too long, and was stopped.'

/** Searching in everything that a terminal keeps, without keeping the window. */
export function createSearch(term: Terminal): Search {
  const state = createStore(nothing)
  const marks = createMarks(term)
  let found: Found | null = null
  let running: AbortController | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  let tookMs = 0
  const change = (part: Partial<SearchState>) => state.change((old) => ({ ...old, ...part }))

  function forget(): void {
    running?.abort()
    running = null
    clearTimeout(again)
    again = undefined
    marks.clear()
    found?.anchor.dispose()
    found = null
  }

  async function run(stay: boolean): Promise<void> {
    running?.abort()
    clearTimeout(again)
    again = undefined
    const pattern = patternOf(state.get().query)
    if (pattern === null || 'problem' in pattern) {
      forget()
      change({ current: -1, count: 0, capped: false, searching: false, problem: pattern?.problem ?? null })
      return
    }
    const mine = new AbortController()
    running = mine
    change({ searching: true })
    const began = performance.now()
    const end = await scan(term, pattern, mine.signal)
    tookMs = performance.now() - began
    if (mine.signal.aborted) {
      if (typeof end !== 'string') end.anchor.dispose()
      return
    }
    running = null
    if (end === 'stopped') return later()
    if (typeof end === 'string') {
      forget()
      const problem = end === 'too-long' ? TOO_LONG : 'This expression is too large.'
      change({ current: -1, count: 0, capped: false, searching: false, problem })
      return
    }
    take(end, stay)
  }

  /** `stay`: at the match where the user was; otherwise at the newest one that is in sight or above. */
  function take(next: Found, stay: boolean): void {
    const before = found?.matches[state.get().current]
    const line = found === null || before === undefined ? null : before.row + found.anchor.line
    found?.anchor.dispose()
    found = next
    const { viewportY } = term.buffer.active
    const at = stay && line !== null ? line : viewportY + term.rows - 1
    const below = firstAt(next.matches, at - next.anchor.line + (stay && line !== null ? 0 : 1))
    const wanted = stay && line !== null ? sameMatch(next, below, before?.start ?? 0) : below - 1
    const current = Math.min(Math.max(wanted, 0), next.matches.length - 1)
    change({ current, count: next.matches.length, capped: next.capped, searching: false, problem: null })
    marks.show(next, current)
    if (!stay) reveal()
  }

  function reveal(): void {
    const match = found?.matches[state.get().current]
    if (found === null || match === undefined || found.anchor.isDisposed) return
    const row = match.row + found.anchor.line
    const { viewportY } = term.buffer.active
    if (row < viewportY || row >= viewportY + term.rows)
      term.scrollToLine(Math.max(0, row - (term.rows >> 1)))
  }

  function later(): void {
    if (!state.get().open || again !== undefined) return
    again = setTimeout(() => void run(true), Math.max(AGAIN_MS, 4 * tookMs))
  }

  const listening = [
    term.onWriteParsed(later),
    term.onResize(later),
    term.buffer.onBufferChange(() => {
      forget()
      later()
    }),
  ]
  return {
    state,
    open() {
      const selected = term.getSelection()
      const { query, asked } = state.get()
      const text =
        selected !== '' && selected.length < 200 && !selected.includes('\n') ? selected : query.text
      change({ open: true, query: { ...query, text }, asked: asked + 1 })
      void run(false)
    },
    close() {
      const match = found?.matches[state.get().current]
      if (found !== null && match !== undefined) {
        const { row, start, length } = match
        const [first] = spansOf(term.buffer.active, row + found.anchor.line, start, start + length)
        if (first !== undefined) term.select(first.x, first.row, length)
      }
      forget()
      change({ open: false, count: 0, current: -1, searching: false, problem: null })
      term.focus()
    },
    ask(query) {
      change({ query })
      void run(false)
    },
    step(by) {
      const { count, current } = state.get()
      if (found === null || count === 0) return
      change({ current: (current + by + count) % count })
      marks.show(found, state.get().current)
      reveal()
    },
    dispose() {
      forget()
      for (const listener of listening) listener.dispose()
      marks.dispose()
    },
  }
}

function sameMatch({ matches }: Found, from: number, start: number): number {
  const row = matches[from]?.row
  for (let n = from; n < matches.length && matches[n]?.row === row; n++)
    if ((matches[n]?.start ?? 0) >= start) return n
  return from
}

import type { Terminal } from '@xterm/xterm'
import { say } from '../../contract/words/say.js'
import { createStore, type Store } from '../features/store.js'
import { createHits, type HitCount } from './search-hits.js'
import { patternOf, type Query } from './search-pattern.js'
import { createRuns } from './search-runs.js'

export interface SearchState extends HitCount {
  open: boolean
  query: Query
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

const problems = {
  'too-long': say`This expression took too long, and was stopped.`,
  invalid: say`This expression is too large.`,
}

/** A longer selection is not what somebody looks for. */
const MOST_SELECTED = 200

/** Searching in everything that a terminal keeps, without keeping the window. */
export function createSearch(term: Terminal): Search {
  const state = createStore(nothing)
  const hits = createHits(term)
  const runs = createRuns(term)
  const change = (part: Partial<SearchState>) => state.change((old) => ({ ...old, ...part }))

  function forget(problem: string | null): void {
    runs.stop()
    change({ ...hits.clear(), searching: false, problem })
  }

  async function run(stay: boolean): Promise<void> {
    const pattern = patternOf(state.get().query)
    if (pattern === null || 'problem' in pattern) return forget(pattern?.problem ?? null)
    change({ searching: true })
    const end = await runs.now(pattern)
    if (end === null) return
    if (end === 'stopped') return later()
    if (typeof end === 'string') return forget(problems[end])
    change({ ...hits.take(end, stay), searching: false, problem: null })
  }

  function later(): void {
    if (state.get().open) runs.later(() => void run(true))
  }

  const listening = [
    term.onWriteParsed(later),
    term.onResize(later),
    term.buffer.onBufferChange(() => {
      runs.stop()
      hits.clear()
      later()
    }),
  ]
  return {
    state,
    open() {
      const { query, asked } = state.get()
      change({ open: true, query: { ...query, text: selectedText(term) ?? query.text }, asked: asked + 1 })
      void run(false)
    },
    close() {
      hits.select()
      forget(null)
      change({ open: false })
      term.focus()
    },
    ask(query) {
      change({ query })
      void run(false)
    },
    step: (by) => change(hits.step(by)),
    dispose() {
      runs.stop()
      hits.dispose()
      for (const listener of listening) listener.dispose()
    },
  }
}

/** What is selected, if one may want to find it: a part of a line. */
function selectedText(term: Terminal): string | null {
  const text = term.getSelection()
  return text === '' || text.length >= MOST_SELECTED || text.includes('\n') ? null : text
}

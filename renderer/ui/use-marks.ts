import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { nextIndex } from './use-grid-keys.js'

interface Options {
  /** Absent: rows of this table can't be marked. */
  marks: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void } | undefined
  /** All rows that the filter lets through, those of collapsed groups too. */
  rows: readonly { id: string }[]
  /** How many lines there are. */
  count: number
  /** The row of a line; null for the heading of a group. */
  idAt: (index: number) => string | null
  /** The rows of a line: one, or all of a group. */
  idsAt: (index: number) => string[]
  selectedIndex: number
  pageSize: number
}

/** How all rows that are shown are marked. */
export interface AllMarks {
  state: 'none' | 'some' | 'all'
  toggle: () => void
}

/** How many of the rows are marked. */
export function shareOf(
  rows: readonly { id: string }[],
  marked: ReadonlySet<string>,
): 'none' | 'some' | 'all' {
  if (marked.size === 0) return 'none'
  const isMarked = ({ id }: { id: string }) => marked.has(id)
  return rows.every(isMarked) ? 'all' : rows.some(isMarked) ? 'some' : 'none'
}

interface Marking {
  all: AllMarks | undefined
  /** True where the key was for marks. */
  onKey: (event: KeyboardEvent) => boolean
  onClick: (event: MouseEvent, index: number) => boolean
}

/** Marks rows as file managers do. */
export function useMarks({ marks, rows, count, idAt, idsAt, selectedIndex, pageSize }: Options): Marking {
  const last = useRef(-1)
  if (marks === undefined) return { all: undefined, onKey: () => false, onClick: () => false }
  const share = shareOf(rows, marks.ids)
  const markAll = () => marks.onChange(new Set(rows.map(({ id }) => id)))
  const clear = () => marks.onChange(new Set())
  /** A group is marked whole, and unmarked where it is marked whole. */
  const toggle = (index: number) => {
    const ids = idsAt(index)
    if (ids.length === 0) return
    last.current = index
    const next = new Set(marks.ids)
    const off = ids.every((id) => next.has(id))
    for (const id of ids)
      if (off) next.delete(id)
      else next.add(id)
    marks.onChange(next)
  }
  /** Headings in between mark nothing: what they stand for is there as lines of its own, or is not in sight. */
  const markBetween = (from: number, to: number) => {
    const next = new Set(marks.ids)
    for (let index = Math.max(0, Math.min(from, to)); index <= Math.max(from, to); index++) {
      const id = idAt(index)
      if (id !== null) next.add(id)
    }
    marks.onChange(next)
  }
  return {
    all: {
      state: share,
      toggle: () => (share === 'all' ? clear() : markAll()),
    },
    onKey(event) {
      if (event.target !== event.currentTarget) return false
      const to = event.shiftKey ? nextIndex(event.key, selectedIndex, count, pageSize) : null
      if (to !== null) {
        // From the row that the keyboard is on to where the key leads: the grid itself goes there.
        markBetween(selectedIndex < 0 ? to : selectedIndex, to)
        last.current = to
        return false
      }
      const act = keyAct(event, marks.ids.size > 0)
      if (act === null) return false
      event.preventDefault()
      if (act === 'all') markAll()
      if (act === 'clear') clear()
      if (act === 'toggle') toggle(selectedIndex)
      return true
    },
    onClick(event, index) {
      const box = event.target instanceof Element && event.target.closest('[data-mark]') !== null
      if (index < 0 || !(box || event.ctrlKey || event.metaKey || event.shiftKey)) return false
      if (event.shiftKey) markBetween(last.current < 0 ? Math.max(selectedIndex, 0) : last.current, index)
      else toggle(index)
      return true
    },
  }
}

function keyAct(
  { key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent,
  someMarked: boolean,
): 'all' | 'clear' | 'toggle' | null {
  if (altKey || shiftKey) return null
  if (key === 'Escape' && someMarked) return 'clear'
  if (key === ' ') return 'toggle'
  if (!ctrlKey && !metaKey) return null
  return key.toLowerCase() === 'a' ? 'all' : null
}

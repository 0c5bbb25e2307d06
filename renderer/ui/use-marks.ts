import { type KeyboardEvent, type MouseEvent, useRef } from 'react'

interface Options {
  /** Absent: rows of this table can't be marked. */
  marks: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void } | undefined
  /** The rows as they are shown. */
  rows: { id: string }[]
  selectedIndex: number
}

/** How all rows that are shown are marked. */
export interface AllMarks {
  state: 'none' | 'some' | 'all'
  toggle: () => void
}

interface Marking {
  all: AllMarks | undefined
  /** True where the key was for marks. */
  onKey: (event: KeyboardEvent) => boolean
  onClick: (event: MouseEvent, index: number) => boolean
}

/** Marks rows as file managers do. */
export function useMarks({ marks, rows, selectedIndex }: Options): Marking {
  const last = useRef(-1)
  if (marks === undefined) return { all: undefined, onKey: () => false, onClick: () => false }
  const shown = rows.map(({ id }) => id)
  const marked = shown.filter((id) => marks.ids.has(id)).length
  const markAll = () => marks.onChange(new Set(shown))
  const clear = () => marks.onChange(new Set())
  const toggle = (index: number) => {
    const id = shown[index]
    if (id === undefined) return
    last.current = index
    const next = new Set(marks.ids)
    if (!next.delete(id)) next.add(id)
    marks.onChange(next)
  }
  const markTo = (index: number) => {
    const from = last.current < 0 ? Math.max(selectedIndex, 0) : last.current
    const range = shown.slice(Math.min(from, index), Math.max(from, index) + 1)
    marks.onChange(new Set([...marks.ids, ...range]))
  }
  return {
    all: {
      state: marked === 0 ? 'none' : marked === shown.length ? 'all' : 'some',
      toggle: () => (marked === shown.length ? clear() : markAll()),
    },
    onKey(event) {
      if (event.target !== event.currentTarget) return false
      const step = event.shiftKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
      if (step !== undefined) {
        // The row that the keyboard is on and the next: the grid itself goes there.
        const both = [shown[selectedIndex], shown[selectedIndex + step]].filter((id) => id !== undefined)
        marks.onChange(new Set([...marks.ids, ...both]))
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
      if (event.shiftKey) markTo(index)
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
  if (!ctrlKey && !metaKey) return null
  if (key.toLowerCase() === 'a') return 'all'
  return key === ' ' ? 'toggle' : null
}

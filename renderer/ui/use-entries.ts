import { type KeyboardEvent, useMemo, useState } from 'react'
import { type Entry, groupEntries } from './groups.js'

export interface Grouping<T> {
  /** The name of the group that a row is in. Keep the same function between renders. */
  of: (row: T) => string
  /** The heading of those of which `of` gives an empty text. */
  none: string
}

interface Row<T> {
  id: string
  original: T
}

/** The lines of a table, those of groups among them, and which of them the keyboard is on. */
export interface Entries<T> {
  count: number
  at(index: number): Entry<Row<T>> | undefined
  rowAt(index: number): T | undefined
  idAt(index: number): string | null
  /** -1 for none. */
  active: number
  indexOf(id: string): number
  toggle(index: number): void
  /** Puts the keyboard on the heading of a group; on null where it is on a row. */
  goToGroup(label: string | null): void
  /** True where the key was for groups. `goTo` puts the keyboard on a line. */
  onKey(event: KeyboardEvent, goTo: (index: number) => void): boolean
}

/** Rows as lines; under headings that collapse where they are grouped. */
export function useEntries<T>(
  rows: readonly Row<T>[],
  grouping: Grouping<T> | undefined,
  selectedId: string | null,
): Entries<T> {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [onGroup, goToGroup] = useState<string | null>(null)
  const of = grouping?.of
  const entries = useMemo(
    () => (of === undefined ? null : groupEntries(rows, ({ original }) => of(original), collapsed)),
    [rows, of, collapsed],
  )
  const places = useMemo(() => {
    const ids = new Map<string, number>()
    const groups = new Map<string, number>()
    if (entries === null) for (const [index, { id }] of rows.entries()) ids.set(id, index)
    else
      for (const [index, entry] of entries.entries())
        if (entry.kind === 'row') ids.set(entry.row.id, index)
        else groups.set(entry.label, index)
    return { ids, groups }
  }, [rows, entries])
  const at = (index: number): Entry<Row<T>> | undefined => {
    if (entries !== null) return entries[index]
    const row = rows[index]
    return row && { kind: 'row', row, label: '' }
  }
  const rowOf = (index: number) => {
    const entry = at(index)
    return entry?.kind === 'row' ? entry.row : undefined
  }
  const indexOf = (id: string) => places.ids.get(id) ?? -1
  const activeGroup = entries === null || onGroup === null ? -1 : (places.groups.get(onGroup) ?? -1)
  const active = activeGroup >= 0 ? activeGroup : selectedId === null ? -1 : indexOf(selectedId)
  const toggle = (index: number) => {
    const entry = at(index)
    if (entry?.kind !== 'group') return
    const next = new Set(collapsed)
    if (!next.delete(entry.label)) next.add(entry.label)
    setCollapsed(next)
  }
  return {
    count: entries?.length ?? rows.length,
    at,
    rowAt: (index) => rowOf(index)?.original,
    idAt: (index) => rowOf(index)?.id ?? null,
    active,
    indexOf,
    toggle,
    goToGroup,
    onKey(event, goTo) {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event
      if (entries === null || event.target !== event.currentTarget) return false
      if (ctrlKey || metaKey || altKey || shiftKey) return false
      const entry = at(active)
      if (entry === undefined) return false
      if (entry.kind === 'row') {
        if (key !== 'ArrowLeft') return false
        event.preventDefault()
        goTo(places.groups.get(entry.label) ?? 0)
        return true
      }
      const turns = key === 'Enter' || key === (entry.open ? 'ArrowLeft' : 'ArrowRight')
      if (!turns) return false
      event.preventDefault()
      toggle(active)
      return true
    },
  }
}

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
  const at = (index: number): Entry<Row<T>> | undefined => {
    if (entries !== null) return entries[index]
    const row = rows[index]
    return row && { kind: 'row', row, label: '' }
  }
  const rowOf = (index: number) => {
    const entry = at(index)
    return entry?.kind === 'row' ? entry.row : undefined
  }
  const active = useMemo(() => {
    const group = onGroup === null ? -1 : indexOfGroup(entries, onGroup)
    return group >= 0 || selectedId === null ? group : indexOfRow(rows, entries, selectedId)
  }, [rows, entries, onGroup, selectedId])
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
    indexOf: (id) => indexOfRow(rows, entries, id),
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
        goTo(Math.max(0, indexOfGroup(entries, entry.label)))
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

/** Looked for one by one: a map of ten thousand, made anew with each key in a filter, costs more than it spares. -1 for none. */
function indexOfRow<T>(
  rows: readonly Row<T>[],
  entries: readonly Entry<Row<T>>[] | null,
  wanted: string,
): number {
  if (entries === null) return rows.findIndex(({ id }) => id === wanted)
  return entries.findIndex((entry) => entry.kind === 'row' && entry.row.id === wanted)
}

function indexOfGroup<T>(entries: readonly Entry<Row<T>>[] | null, label: string): number {
  return entries?.findIndex((entry) => entry.kind === 'group' && entry.label === label) ?? -1
}

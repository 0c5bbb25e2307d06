import { sortKey } from './sort-key.js'

/** A line of a table whose rows are grouped. */
export type Entry<R> =
  | { kind: 'group'; label: string; rows: R[]; open: boolean }
  | { kind: 'row'; row: R; label: string }

/**
 * Rows under a heading for each group, groups by their names and that of no name last; within one the rows keep their order.
 * Of a collapsed group there is the heading alone.
 */
export function groupEntries<R>(
  rows: readonly R[],
  of: (row: R) => string,
  collapsed: ReadonlySet<string>,
): Entry<R>[] {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const label = of(row)
    const there = groups.get(label)
    if (there === undefined) groups.set(label, [row])
    else there.push(row)
  }
  const entries: Entry<R>[] = []
  for (const label of [...groups.keys()].sort(byName)) {
    const inGroup = groups.get(label) ?? []
    const open = !collapsed.has(label)
    entries.push({ kind: 'group', label, rows: inGroup, open })
    if (open) for (const row of inGroup) entries.push({ kind: 'row', row, label })
  }
  return entries
}

function byName(a: string, b: string): number {
  if ((a === '') !== (b === '')) return a === '' ? 1 : -1
  const [x, y] = [sortKey(a), sortKey(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

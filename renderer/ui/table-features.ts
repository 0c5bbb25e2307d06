import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  type Updater,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { Column } from './column.js'
import { sortKey } from './sort-key.js'

/** What every table of Latchkey can do: sort by one column. */
export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
})

export interface Sort {
  column: string
  desc: boolean
}

export function toTanstackColumn<T extends object>({ id, header, value }: Column<T>) {
  return { id, header, accessorFn: (row: T) => sortKey(value(row)), sortFn: 'basic' as const }
}

/** What TanStack is told where the order is kept elsewhere; columns that are not there sort nothing. */
export function useKeptSort<T>(
  sort: Sort | null | undefined,
  onSort: ((sort: Sort | null) => void) | undefined,
  columns: Column<T>[],
) {
  const column = columns.some(({ id }) => id === sort?.column) ? sort?.column : undefined
  const desc = sort?.desc ?? false
  // The same array while nothing changes: for another one ten thousand rows are sorted anew, at each step of scrolling.
  const sorting = useMemo(() => (column === undefined ? [] : [{ id: column, desc }]), [column, desc])
  if (sort === undefined) return {}
  return {
    state: { sorting },
    onSortingChange(change: Updater<{ id: string; desc: boolean }[]>) {
      const [next] = typeof change === 'function' ? change(sorting) : change
      onSort?.(next === undefined ? null : { column: next.id, desc: next.desc })
    },
  }
}

/** Rows in the order in which they stand: those that `isFirst` says before the others, and of all only those that a filter has passed. */
export function useShownRows<T, R extends { original: T }>(
  inOrder: R[],
  isFirst: ((row: T) => boolean) | undefined,
  only: readonly T[],
): R[] {
  const all = useMemo(() => {
    if (isFirst === undefined) return inOrder
    const goesFirst = ({ original }: R) => isFirst(original)
    return [...inOrder.filter(goesFirst), ...inOrder.filter((row) => !goesFirst(row))]
  }, [inOrder, isFirst])
  return useMemo(() => {
    if (only.length === all.length) return all
    const passed = new Set(only)
    return all.filter(({ original }) => passed.has(original))
  }, [all, only])
}

// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned freely, which table elements can't be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type Row, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useId, useMemo, useRef } from 'react'
import classes from './DataTable.module.css'
import { DataTableHeader } from './DataTableHeader.js'
import { features } from './table-features.js'
import { useGridKeys } from './use-grid-keys.js'

export const ROW_HEIGHT = 32
const OVERSCAN = 12

export interface Column<T> {
  id: string
  header: string
  /** What the column sorts by, and what it shows without `cell`. */
  value: (row: T) => string | number
  cell?: (row: T) => ReactNode
  /** A CSS grid track: `160px`, `minmax(160px, 2fr)`. */
  width: string
  /** Left out while the table is narrower than this, in px. */
  hideBelow?: number
}

interface Props<T> {
  label: string
  rows: T[]
  /** Keep the same array between renders. */
  columns: Column<T>[]
  rowId: (row: T) => string
  selectedId: string | null
  onSelect: (row: T) => void
  /** A click, after `onSelect`; the arrow keys only select. */
  onClick?: (row: T) => void
  /** Enter or double click. */
  onOpen?: (row: T) => void
  /** Space. */
  onDetails?: (row: T) => void
  /** Del. */
  onDelete?: (row: T) => void
  /** Shown instead of the table while there are no rows. */
  empty: ReactNode
}

/**
 * A grid of virtual rows, sorted by its headers, driven by keyboard: arrows, Home, End, Page up and down select,
 * Enter opens, Space shows details, Del asks to delete.
 */
export function DataTable<T extends object>(props: Props<T>) {
  const { rows, columns, rowId, selectedId, label } = props
  const scroll = useRef<HTMLDivElement>(null)
  const size = useElementSize()
  const shown = useMemo(
    () => columns.filter(({ hideBelow = 0 }) => size.width === 0 || size.width >= hideBelow),
    [columns, size.width],
  )
  const table = useTable({
    features,
    data: rows,
    columns: useMemo(() => shown.map(toTanstackColumn), [shown]),
    getRowId: rowId,
    enableMultiSort: false,
  })
  const sorted = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    overscan: OVERSCAN,
  })
  const ref = useMergedRef(scroll, size.ref)
  const domId = useId()
  const selectedIndex = sorted.findIndex((row) => row.id === selectedId)
  const onKeyDown = useGridKeys({
    ...props,
    rows: sorted.map((row) => row.original),
    selectedIndex,
    pageSize: Math.max(1, Math.floor(size.height / ROW_HEIGHT) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index),
  })
  if (rows.length === 0) return props.empty
  const pick = (row: T) => {
    props.onSelect(row)
    props.onClick?.(row)
  }
  const template = { gridTemplateColumns: shown.map(({ width }) => width).join(' ') }

  return (
    <div
      ref={ref}
      role="grid"
      className={classes.grid}
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-colcount={shown.length}
      aria-activedescendant={selectedIndex < 0 ? undefined : `${domId}-${selectedId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <DataTableHeader table={table} template={template} />
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index]
          if (row === undefined) return null
          return (
            <TableRow
              key={row.id}
              domId={`${domId}-${row.id}`}
              row={row}
              index={index}
              columns={shown}
              selected={row.id === selectedId}
              style={{ ...template, transform: `translateY(${start}px)` }}
              onClick={pick}
              onOpen={props.onOpen}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps<T extends object> {
  row: Row<typeof features, T>
  domId: string
  index: number
  columns: Column<T>[]
  selected: boolean
  style: { gridTemplateColumns: string; transform: string }
  onClick: (row: T) => void
  onOpen: ((row: T) => void) | undefined
}

function TableRow<T extends object>({
  row,
  domId,
  index,
  columns,
  selected,
  style,
  onClick,
  onOpen,
}: RowProps<T>) {
  const item = row.original
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keyboard's focus and handles its keys
    <div
      role="row"
      id={domId}
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={style}
      onClick={() => onClick(item)}
      onDoubleClick={() => onOpen?.(item)}
    >
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={classes.cell}>
          {column.cell === undefined ? column.value(item) : column.cell(item)}
        </div>
      ))}
    </div>
  )
}

function toTanstackColumn<T extends object>({ id, header, value }: Column<T>) {
  return { id, header, accessorFn: value, sortFn: 'alphanumeric' as const }
}

// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned freely, which table elements can't be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useDebouncedValue, useElementSize, useMergedRef } from '@mantine/hooks'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react'
import classes from './DataTable.module.css'
import { DataTableHeader } from './DataTableHeader.js'
import { sortKey } from './sort-key.js'
import { features } from './table-features.js'
import { useGridKeys } from './use-grid-keys.js'
import { useMarks } from './use-marks.js'

const ROW_HEIGHT = 32
const OVERSCAN = 10
/** Longer than between two keystrokes of somebody who types fast, shorter than on the way from there to the wheel. */
const PAUSE_MS = 250

export interface Column<T> {
  id: string
  header: string
  /** What the column sorts by, and what it shows without `cell`. */
  value: (row: T) => string | number
  /** Keeps no state of its own: rows that come in place of others are drawn into the same cells. */
  cell?: (row: T) => ReactNode
  /** A CSS grid track: `160px`, `minmax(160px, 2fr)`. */
  width: string
  /** Left out while the table is narrower than this, in px. */
  hideBelow?: number
}

export interface Marks<T> {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
  /** What the box of a row is called: "Select web-1". */
  label: (row: T) => string
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
  onEscape?: () => void
  /** Del. */
  onDelete?: (row: T) => void
  /** Rows can be marked for what is done to several at once: by their boxes, Ctrl+click, Shift+click, Ctrl+Space, Ctrl+A. */
  marks?: Marks<T>
  /** Rows that are in sight, and nothing is known of any more. */
  isDim?: (row: T) => boolean
  /** Gets what tells the rows' ids in the order in which they stand. */
  order?: RefObject<(() => string[]) | null>
  /** Gets what brings a row into sight. */
  reveal?: RefObject<((id: string) => void) | null>
  /** The column that it is sorted by until the user says otherwise; without it, rows stand as given. */
  sortedBy?: string
  /** Rows that stand before the others, whichever column they are sorted by. Keep the same function between renders. */
  isFirst?: (row: T) => boolean
  /** Shown instead of the table while there are no rows. */
  empty: ReactNode
}

/**
 * A grid of virtual rows, sorted by its headers, driven by keyboard: arrows, Home, End, Page up and down select,
 * Enter opens, Space shows details, Escape hides them, Del asks to delete.
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
    initialState: { sorting: props.sortedBy === undefined ? [] : [{ id: props.sortedBy, desc: false }] },
  })
  const { rows: inOrder } = table.getRowModel()
  const { isFirst } = props
  const sorted = useMemo(() => {
    if (isFirst === undefined) return inOrder
    const goesFirst = ({ original }: { original: T }) => isFirst(original)
    return [...inOrder.filter(goesFirst), ...inOrder.filter((row) => !goesFirst(row))]
  }, [inOrder, isFirst])
  useImperativeHandle(props.order, () => () => sorted.map(({ id }) => id), [sorted])
  // Rows that are not in sight come when the typing pauses: each keystroke in a filter brings a table of others.
  const [settled] = useDebouncedValue(sorted, PAUSE_MS)
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
    // The rows begin below the header: what is brought to the lower edge would be a row below it.
    scrollPaddingEnd: ROW_HEIGHT,
    overscan: settled === sorted ? OVERSCAN : 0,
    useFlushSync: false,
  })
  const ref = useMergedRef(scroll, size.ref)
  const domId = useId()
  const ids = useMemo(() => new Map(sorted.map(({ id }, index) => [id, index])), [sorted])
  useImperativeHandle(props.reveal, () => (id) => virtual.scrollToIndex(ids.get(id) ?? 0), [virtual, ids])
  const selectedIndex = selectedId === null ? -1 : (ids.get(selectedId) ?? -1)
  const rowAt = (index: number) => sorted[index]?.original
  const marking = useMarks({ marks: props.marks, rows: sorted, selectedIndex })
  const onKeyDown = useGridKeys({
    ...props,
    count: sorted.length,
    rowAt,
    selectedIndex,
    pageSize: Math.max(1, Math.floor(size.height / ROW_HEIGHT) - 1),
    scrollTo: (index) => virtual.scrollToIndex(index),
  })
  if (rows.length === 0) return props.empty
  const { marks } = props
  const onRow = (event: MouseEvent, act: (row: T) => void) => {
    const row = rowAt(indexOf(event))
    if (row !== undefined) act(row)
  }
  const widths = shown.map(({ width }) => width)
  const template = [...(marks ? ['28px'] : []), ...widths].join(' ')

  return (
    <div
      ref={ref}
      role="grid"
      className={classes.grid}
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-colcount={shown.length + (marks ? 1 : 0)}
      aria-multiselectable={marks && true}
      aria-activedescendant={selectedIndex < 0 ? undefined : `${domId}-${selectedId}`}
      tabIndex={0}
      onKeyDown={(event) => {
        if (!marking.onKey(event)) onKeyDown(event)
      }}
    >
      <DataTableHeader table={table} template={template} all={marking.all} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys */}
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: virtual.getTotalSize() }}
        onClick={(event) => {
          if (marking.onClick(event, indexOf(event))) return
          onRow(event, (row) => {
            props.onSelect(row)
            props.onClick?.(row)
          })
        }}
        onDoubleClick={(event) => onRow(event, (row) => props.onOpen?.(row))}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = sorted[index]
          if (row === undefined) return null
          return (
            <TableRow
              key={index}
              domId={`${domId}-${row.id}`}
              item={row.original}
              index={index}
              start={start}
              columns={shown}
              template={template}
              selected={row.id === selectedId}
              marked={marks?.ids.has(row.id)}
              markLabel={marks?.label(row.original)}
              dim={props.isDim?.(row.original) ?? false}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps<T> {
  item: T
  domId: string
  index: number
  /** px below the header. */
  start: number
  columns: Column<T>[]
  template: string
  selected: boolean
  /** Undefined where rows can't be marked. */
  marked: boolean | undefined
  markLabel: string | undefined
  dim: boolean
}

/** Drawn again only when its own content changes, not with every scroll. */
const TableRow = memo(function TableRow<T>({ item, index, columns, ...row }: RowProps<T>) {
  return (
    <div
      role="row"
      id={row.domId}
      className={classes.row}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={row.selected}
      data-dim={row.dim || undefined}
      style={{ gridTemplateColumns: row.template, transform: `translateY(${row.start}px)` }}
    >
      {row.marked !== undefined && (
        <div role="gridcell" className={classes.mark} data-mark>
          <input type="checkbox" tabIndex={-1} aria-label={row.markLabel} checked={row.marked} readOnly />
        </div>
      )}
      {columns.map((column) => (
        <div key={column.id} role="gridcell" className={classes.cell}>
          {column.cell === undefined ? column.value(item) : column.cell(item)}
        </div>
      ))}
    </div>
  )
}) as <T>(props: RowProps<T> & { key: number }) => ReactNode

/** The index of the row that an event happened in; -1 for none. */
function indexOf({ target }: MouseEvent): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return Number(row?.dataset.index ?? -1)
}

function toTanstackColumn<T extends object>({ id, header, value }: Column<T>) {
  return { id, header, accessorFn: (row: T) => sortKey(value(row)), sortFn: 'basic' as const }
}

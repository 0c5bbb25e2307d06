// biome-ignore-all lint/a11y/noStaticElementInteractions: its role is that of a grid or of a treegrid
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the same
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned freely, which table elements can't be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row

import { useDebouncedValue, useElementSize, useMergedRef } from '@mantine/hooks'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react'
import { say } from '../../contract/words/say.js'
import type { Column } from './column.js'
import classes from './DataTable.module.css'
import { type ColumnChanges, DataTableHeader } from './DataTableHeader.js'
import { GroupRow, TableRow } from './DataTableRow.js'
import { useRowHeight } from './density.js'
import type { Entry } from './groups.js'
import { useFocusWithRows } from './section-focus.js'
import { features, type Sort, toTanstackColumn, useKeptSort, useShownRows } from './table-features.js'
import { useColumnWidths } from './use-column-widths.js'
import { type Grouping, useEntries } from './use-entries.js'
import { useGridKeys } from './use-grid-keys.js'
import { shareOf, useMarks } from './use-marks.js'

const OVERSCAN = 10
/** Longer than between two keystrokes of somebody who types fast, shorter than on the way from there to the wheel. */
const PAUSE_MS = 250

export interface Marks<T> {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
  /** What the box of a row is called: "Select web-1". */
  label: (row: T) => string
}

interface Props<T> {
  label: string
  rows: T[]
  /** Those of the rows that a filter lets through; all without it. The rows themselves are put in order once, not with each key. */
  only?: readonly T[]
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
  /** Right click, the menu key: where the menu is to be, in px of the window. */
  onMenu?: (row: T, at: { x: number; y: number }) => void
  /** Rows can be marked for what is done to several at once: by their boxes, Ctrl+click, Shift+click, Space, Shift+arrows, Ctrl+A. */
  marks?: Marks<T>
  /** Rows that are in sight, and nothing is known of any more. */
  isDim?: (row: T) => boolean
  /** Rows can be dragged; who draws the table hears the drags. */
  draggable?: boolean
  /** Gets what tells the rows' ids in the order in which they stand. */
  order?: RefObject<(() => string[]) | null>
  /** Gets what brings a row into sight. */
  reveal?: RefObject<((id: string) => void) | null>
  /** Rows stand under headings that collapse. */
  grouping?: Grouping<T> | undefined
  /** How it is sorted, where that is kept elsewhere. Null: as given. */
  sort?: Sort | null
  onSort?: (sort: Sort | null) => void
  /** Gets what columns are changed to; their widths are given by `columns`. */
  layout?: ColumnChanges
  /** The column that it is sorted by until the user says otherwise; without it, rows stand as given. */
  sortedBy?: string
  /** Rows that stand before the others, whichever column they are sorted by. Keep the same function between renders. */
  isFirst?: (row: T) => boolean
  /** Shown instead of the table while there are no rows. */
  empty: ReactNode
}

/**
 * A grid of virtual rows, sorted by its headers, driven by keyboard: arrows, Home, End, Page up and down go to a row, Enter
 * opens it, Ctrl+Enter shows details, Space marks it (or shows details where rows can't be marked), Escape hides them, Del asks
 * to delete, the menu key opens its menu. Headings of groups open and close by Right, Left and Enter.
 */
export function DataTable<T extends object>(props: Props<T>) {
  const { rows, only = rows, columns, rowId, selectedId, label } = props
  const scroll = useRef<HTMLDivElement>(null)
  const size = useElementSize()
  const shown = useMemo(
    () => columns.filter(({ hideBelow = 0 }) => size.width === 0 || size.width >= hideBelow),
    [columns, size.width],
  )
  const { isFirst, grouping, marks, onSort } = props
  const kept = useKeptSort(props.sort, onSort, columns)
  const table = useTable({
    features,
    data: rows,
    columns: useMemo(() => columns.map(toTanstackColumn), [columns]),
    getRowId: rowId,
    enableMultiSort: false,
    initialState: { sorting: props.sortedBy === undefined ? [] : [{ id: props.sortedBy, desc: false }] },
    ...kept,
  })
  const sorted = useShownRows(table.getRowModel().rows, isFirst, only)
  useImperativeHandle(props.order, () => () => sorted.map(({ id }) => id), [sorted])
  // Rows that are not in sight come when the typing pauses: each keystroke in a filter brings a table of others.
  const [settled] = useDebouncedValue(sorted, PAUSE_MS)
  const rowHeight = useRowHeight()
  const lines = useEntries(sorted, grouping, selectedId)
  const virtual = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: rowHeight,
    // The rows begin below the header: what is brought to the lower edge would be a row below it.
    scrollPaddingEnd: rowHeight,
    overscan: settled === sorted ? OVERSCAN : 0,
    useFlushSync: false,
  })
  const { measure } = virtual
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that stood at the other height stand at this one
  useLayoutEffect(() => measure(), [measure, rowHeight])
  const ref = useMergedRef(scroll, size.ref)
  useFocusWithRows(rows.length > 0)
  const domId = useId()
  const domIdAt = (index: number) => {
    const entry = lines.at(index)
    return entry && `${domId}-${entry.kind === 'row' ? entry.row.id : `group ${entry.label}`}`
  }
  const reveal = (id: string) => virtual.scrollToIndex(Math.max(0, lines.indexOf(id)))
  useImperativeHandle(props.reveal, () => reveal)
  const goTo = (index: number) => {
    const entry = lines.at(index)
    if (entry === undefined) return
    lines.goToGroup(entry.kind === 'group' ? entry.label : null)
    if (entry.kind === 'row') props.onSelect(entry.row.original)
    virtual.scrollToIndex(index)
  }
  const pageSize = Math.max(1, Math.floor(size.height / rowHeight) - 1)
  const idsAt = (index: number) => {
    const entry = lines.at(index)
    if (entry === undefined) return []
    return entry.kind === 'row' ? [entry.row.id] : entry.rows.map(({ id }) => id)
  }
  const marking = useMarks({
    marks,
    rows: sorted,
    count: lines.count,
    idAt: lines.idAt,
    idsAt,
    selectedIndex: lines.active,
    pageSize,
  })
  const onKeyDown = useGridKeys({
    ...props,
    count: lines.count,
    rowAt: lines.rowAt,
    selectedIndex: lines.active,
    pageSize,
    goTo,
  })
  const widths = useColumnWidths(shown, marks !== undefined)
  if (sorted.length === 0) return props.empty
  const onRow = (event: MouseEvent, act: (row: T) => void) => {
    const row = lines.rowAt(indexOf(event))
    if (row !== undefined) act(row)
  }
  const openMenu = (event: KeyboardEvent) => {
    const row = lines.rowAt(lines.active)
    const asks = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
    if (!asks || event.target !== event.currentTarget) return false
    if (row === undefined || props.onMenu === undefined) return false
    event.preventDefault()
    const line = document.getElementById(domIdAt(lines.active) ?? '') ?? event.currentTarget
    const box = line.getBoundingClientRect()
    props.onMenu(row, { x: box.left + 48, y: box.bottom })
    return true
  }
  const cells = shown.length + (marks ? 1 : 0)

  return (
    <div
      ref={ref}
      // Only in a treegrid rows can be expanded.
      role={grouping === undefined ? 'grid' : 'treegrid'}
      data-grid
      className={classes.grid}
      aria-label={label}
      aria-rowcount={lines.count + 1}
      aria-colcount={cells}
      aria-multiselectable={marks && true}
      aria-activedescendant={lines.active < 0 ? undefined : domIdAt(lines.active)}
      tabIndex={0}
      onKeyDown={(event) => {
        if (!openMenu(event) && !lines.onKey(event, goTo) && !marking.onKey(event)) onKeyDown(event)
      }}
    >
      <DataTableHeader
        table={table}
        columns={shown}
        widths={widths}
        all={marking.all}
        layout={props.layout}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys */}
      <div
        role="rowgroup"
        className={classes.body}
        style={{ height: virtual.getTotalSize() }}
        onClick={(event) => {
          const index = indexOf(event)
          if (marking.onClick(event, index)) return
          if (lines.at(index)?.kind === 'group') {
            lines.goToGroup(groupAt(lines.at(index)))
            lines.toggle(index)
          }
          onRow(event, (row) => {
            lines.goToGroup(null)
            props.onSelect(row)
            props.onClick?.(row)
          })
        }}
        onDoubleClick={(event) => onRow(event, (row) => props.onOpen?.(row))}
        onContextMenu={(event) => {
          const { onMenu } = props
          if (onMenu === undefined) return
          event.preventDefault()
          onRow(event, (row) => {
            lines.goToGroup(null)
            props.onSelect(row)
            onMenu(row, { x: event.clientX, y: event.clientY })
          })
        }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = lines.at(index)
          if (entry === undefined) return null
          const place = {
            domId: domIdAt(index) ?? '',
            index,
            start,
            minWidth: widths.least,
            selected: index === lines.active,
          }
          if (entry.kind === 'group') {
            const label = entry.label === '' ? (grouping?.none ?? '') : entry.label
            return (
              <GroupRow
                key={index}
                {...place}
                label={label}
                count={entry.rows.length}
                open={entry.open}
                cells={cells}
                marked={marks && shareOf(entry.rows, marks.ids)}
                markLabel={say`Select all of ${label}`}
              />
            )
          }
          const { id, original } = entry.row
          return (
            <TableRow
              key={index}
              {...place}
              item={original}
              columns={shown}
              template={widths.template}
              marked={marks?.ids.has(id)}
              markLabel={marks?.label(original)}
              dim={props.isDim?.(original) ?? false}
              draggable={props.draggable}
              grouped={grouping !== undefined}
            />
          )
        })}
      </div>
    </div>
  )
}

const groupAt = (entry: Entry<unknown> | undefined) => (entry?.kind === 'group' ? entry.label : null)

/** The index of the row that an event happened in; -1 for none. */
function indexOf({ target }: MouseEvent): number {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return Number(row?.dataset.index ?? -1)
}

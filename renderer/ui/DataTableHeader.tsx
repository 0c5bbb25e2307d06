// biome-ignore-all lint/a11y/useSemanticElements: part of a grid made of positioned boxes
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons inside have the focus

import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactTable } from '@tanstack/react-table'
import type { KeyboardEvent, PointerEvent } from 'react'
import { say } from '../../contract/words/say.js'
import type { Column } from './column.js'
import { NARROWEST, WIDEST } from './column-layout.js'
import classes from './DataTable.module.css'
import type { features } from './table-features.js'
import type { ColumnWidths } from './use-column-widths.js'
import type { AllMarks } from './use-marks.js'

/** What is done to columns in the header. */
export interface ColumnChanges {
  /** Null: as wide as there is room. */
  onWidth(id: string, width: number | null): void
  /** One place to the right (1) or left (-1). */
  onMove(id: string, step: 1 | -1): void
}

interface Props<T extends object> {
  table: ReactTable<typeof features, T>
  columns: Column<T>[]
  widths: ColumnWidths
  /** Where rows can be marked: a box for all of them. */
  all: AllMarks | undefined
  layout: ColumnChanges | undefined
}

const STEP = 16

/**
 * The header row: each header is a button that sorts, up, down, then as given. Where columns can be changed, its right edge is
 * dragged; on the button Alt+Left and Alt+Right make it narrower and wider, with Shift they move it.
 */
export function DataTableHeader<T extends object>({ table, columns, widths, all, layout }: Props<T>) {
  const onKey = (event: KeyboardEvent<HTMLElement>, id: string) => {
    const step = { ArrowLeft: -1 as const, ArrowRight: 1 as const }[event.key]
    if (layout === undefined || step === undefined || !event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (event.shiftKey) layout.onMove(id, step)
    else layout.onWidth(id, bounded(cellWidth(event.currentTarget) + step * STEP))
  }
  return (
    <div role="rowgroup" className={classes.headGroup} style={{ minWidth: widths.least }}>
      <div
        role="row"
        className={classes.head}
        style={{ gridTemplateColumns: widths.template }}
        aria-rowindex={1}
      >
        {all !== undefined && (
          <div role="columnheader" tabIndex={-1} className={classes.mark}>
            <input
              type="checkbox"
              aria-label={say`Select all that are shown`}
              checked={all.state === 'all'}
              ref={(box) => {
                if (box !== null) box.indeterminate = all.state === 'some'
              }}
              onChange={all.toggle}
            />
          </div>
        )}
        {columns.map(({ id, header }) => {
          const column = table.getColumn(id)
          const order = column?.getIsSorted() ?? false
          return (
            <div
              key={id}
              role="columnheader"
              className={classes.headCell}
              tabIndex={-1}
              aria-sort={order === false ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
            >
              <button
                type="button"
                className={classes.sort}
                onClick={column?.getToggleSortingHandler()}
                onKeyDown={(event) => onKey(event, id)}
              >
                {header}
                {order === 'asc' && <IconChevronUp size={12} aria-hidden />}
                {order === 'desc' && <IconChevronDown size={12} aria-hidden />}
              </button>
              {layout !== undefined && <Edge id={id} widths={widths} onWidth={layout.onWidth} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface EdgeProps {
  id: string
  widths: ColumnWidths
  onWidth: ColumnChanges['onWidth']
}

/** The right edge of a column, for the mouse: it is dragged; a double click lets the column be as wide as there is room. */
function Edge({ id, widths, onWidth }: EdgeProps) {
  const widthAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) =>
    bounded(clientX - (currentTarget.parentElement?.getBoundingClientRect().left ?? 0))
  const holds = ({ currentTarget, pointerId }: PointerEvent<HTMLElement>) =>
    currentTarget.hasPointerCapture(pointerId)
  return (
    <span
      aria-hidden
      className={classes.edge}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => holds(event) && widths.drag({ id, width: widthAt(event) })}
      onPointerUp={(event) => {
        if (!holds(event)) return
        // A click alone changes nothing.
        if (widths.dragged) onWidth(id, widthAt(event))
        widths.drag(null)
      }}
      onDoubleClick={() => onWidth(id, null)}
    />
  )
}

const bounded = (width: number) => Math.round(Math.min(Math.max(width, NARROWEST), WIDEST))

function cellWidth(inside: HTMLElement): number {
  return inside.closest('[role="columnheader"]')?.getBoundingClientRect().width ?? NARROWEST
}

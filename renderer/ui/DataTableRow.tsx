// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are positioned freely, which table elements can't be
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { numberText } from '../../contract/words/say.js'
import type { Column } from './column.js'
import classes from './DataTable.module.css'

interface Place {
  domId: string
  index: number
  /** px below the header. */
  start: number
  minWidth: number
  selected: boolean
}

interface RowProps<T> extends Place {
  item: T
  columns: Column<T>[]
  template: string
  /** Undefined where rows can't be marked. */
  marked: boolean | undefined
  markLabel: string | undefined
  dim: boolean
  draggable: boolean | undefined
  /** It stands under the heading of a group. */
  grouped: boolean
}

const placed = ({ start, minWidth }: Place) => ({ minWidth, transform: `translateY(${start}px)` })

/** Drawn again only when its own content changes, not with every scroll. */
export const TableRow = memo(function TableRow<T>({ item, index, columns, ...row }: RowProps<T>) {
  return (
    <div
      role="row"
      id={row.domId}
      className={classes.row}
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={row.grouped ? 2 : undefined}
      aria-selected={row.selected}
      data-dim={row.dim || undefined}
      draggable={row.draggable}
      style={{ gridTemplateColumns: row.template, ...placed({ index, ...row }) }}
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

interface GroupProps extends Place {
  label: string
  count: number
  open: boolean
  /** How many cells a row has, with the one for marks. */
  cells: number
  /** How many of its rows are marked; undefined where they can't be. */
  marked: 'none' | 'some' | 'all' | undefined
  markLabel: string
}

/** The heading of a group: its name, how many rows it has, whether they are shown. */
export const GroupRow = memo(function GroupRow({ label, count, open, cells, index, ...row }: GroupProps) {
  const { marked, markLabel } = row
  const Chevron = open ? IconChevronDown : IconChevronRight
  return (
    <div
      role="row"
      id={row.domId}
      className={`${classes.row} ${classes.group}`}
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={open}
      aria-selected={row.selected}
      style={placed({ index, ...row })}
    >
      {marked !== undefined && (
        <div role="gridcell" className={classes.mark} aria-colindex={1} data-mark>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={markLabel}
            checked={marked === 'all'}
            ref={(box) => {
              if (box !== null) box.indeterminate = marked === 'some'
            }}
            readOnly
          />
        </div>
      )}
      <div
        role="gridcell"
        className={classes.groupCell}
        aria-colindex={marked === undefined ? 1 : 2}
        aria-colspan={marked === undefined ? cells : cells - 1}
      >
        <Chevron size={14} aria-hidden />
        <span className={classes.groupName}>{label}</span>
        <span className={classes.groupCount}>{numberText(count)}</span>
      </div>
    </div>
  )
})

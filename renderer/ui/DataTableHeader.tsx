// biome-ignore-all lint/a11y/useSemanticElements: part of a grid made of positioned boxes
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons inside have the focus
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactTable } from '@tanstack/react-table'
import classes from './DataTable.module.css'
import type { features } from './table-features.js'
import type { AllMarks } from './use-marks.js'

interface Props<T extends object> {
  table: ReactTable<typeof features, T>
  /** CSS grid tracks of the columns. */
  template: string
  /** Where rows can be marked: a box for all of them. */
  all: AllMarks | undefined
}

/** The header row: each header is a button that sorts, up, down, then as given. */
export function DataTableHeader<T extends object>({ table, template, all }: Props<T>) {
  return (
    <div role="rowgroup" className={classes.headGroup}>
      <div role="row" className={classes.head} style={{ gridTemplateColumns: template }} aria-rowindex={1}>
        {all !== undefined && (
          <div role="columnheader" tabIndex={-1} className={classes.mark}>
            <input
              type="checkbox"
              aria-label="Select all that are shown"
              checked={all.state === 'all'}
              ref={(box) => {
                if (box !== null) box.indeterminate = all.state === 'some'
              }}
              onChange={all.toggle}
            />
          </div>
        )}
        {table.getHeaderGroups()[0]?.headers.map(({ column }) => {
          const order = column.getIsSorted()
          return (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              aria-sort={order === false ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
            >
              <button type="button" className={classes.sort} onClick={column.getToggleSortingHandler()}>
                {String(column.columnDef.header)}
                {order === 'asc' && <IconChevronUp size={12} aria-hidden />}
                {order === 'desc' && <IconChevronDown size={12} aria-hidden />}
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}

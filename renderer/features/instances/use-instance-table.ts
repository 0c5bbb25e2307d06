import { useMemo } from 'react'
import {
  defaultInstanceTable,
  type InstanceTable,
  type InstanceView,
  type TableLayout,
} from '../../../contract/instance-table.js'
import type { Column } from '../../ui/column.js'
import { choiceOf, chosenColumns, moved, widened } from '../../ui/column-layout.js'
import type { ColumnChanges } from '../../ui/DataTableHeader.js'
import { useSettings } from '../settings/use-settings.js'
import { groupingOf } from './grouping.js'
import type { InstanceRow } from './rows.js'

/** How the instances table is laid out, and its views: kept with the settings, the same in every window. */
export function useInstanceTable(all: Column<InstanceRow>[]) {
  const { settings, save } = useSettings()
  const table = settings.data?.instances ?? defaultInstanceTable
  const { layout, views } = table
  const columns = useMemo(() => chosenColumns(all, layout.columns), [all, layout.columns])
  const change = (next: (before: InstanceTable) => InstanceTable) =>
    save.mutate((before) => ({ ...before, instances: next(before.instances) }))
  const setLayout = (part: Partial<TableLayout>) =>
    change((before) => ({ ...before, layout: { ...before.layout, ...part } }))
  const choice = choiceOf(columns, layout.columns)
  const header: ColumnChanges = {
    onWidth: (id, width) => setLayout({ columns: widened(choice, id, width) }),
    onMove: (id, step) => setLayout({ columns: moved(choice, id, step) }),
  }
  return {
    layout,
    views,
    columns,
    grouping: groupingOf(layout.group),
    header,
    /** Why the last change was not kept. */
    error: save.error,
    setLayout,
    /** Takes the place of a view of the same name. */
    keepView: (view: InstanceView) =>
      change((before) => ({
        ...before,
        views: [...before.views.filter(({ name }) => name !== view.name), view].sort((a, b) =>
          a.name.localeCompare(b.name),
        ),
      })),
    dropView: (id: string) =>
      change((before) => ({ ...before, views: before.views.filter((one) => one.id !== id) })),
  }
}

export type InstanceTableState = ReturnType<typeof useInstanceTable>

/** The view that is shown: its filter and its layout are those of the table. */
export function shownView(
  views: readonly InstanceView[],
  filter: string,
  layout: TableLayout,
): InstanceView | undefined {
  const now = JSON.stringify(parts(filter, layout))
  return views.find((view) => JSON.stringify(parts(view.filter, view.layout)) === now)
}

const parts = (filter: string, { columns, sort, group }: TableLayout) => [
  filter.trim(),
  columns?.map(({ id, width }) => [id, width]) ?? null,
  sort === null ? null : [sort.column, sort.desc],
  group,
]

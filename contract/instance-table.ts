import { z } from 'zod'
import { Id, isPlainText } from './base.js'

/** Which columns a table has, in their order; null width: as wide as there is room. */
export const ColumnChoice = z.object({ id: z.string().max(40), width: z.int().min(40).max(2000).nullable() })
export type ColumnChoice = z.infer<typeof ColumnChoice>

/** How a table is laid out. Names that this version does not know are left out where they are used. */
export const TableLayout = z.object({
  /** Null: those that the table has by itself. */
  columns: z.array(ColumnChoice).min(1).max(40).nullable(),
  sort: z.object({ column: z.string().max(40), desc: z.boolean() }).nullable(),
  /** By what rows are grouped: `account`, `region`, `state`, `tag`, or `tag:NAME` for the values of one tag. */
  group: z.string().max(310).nullable(),
})
export type TableLayout = z.infer<typeof TableLayout>

export const plainLayout: TableLayout = { columns: null, sort: null, group: null }

/** A filter of the instances with the layout that goes with it. */
export const InstanceView = z.object({
  id: Id,
  name: z
    .string()
    .trim()
    .min(1, 'A view needs a name.')
    .max(60, 'A name has at most 60 characters.')
    .refine(isPlainText, 'A name has no control characters.'),
  filter: z.string().max(500, 'A filter that is kept has at most 500 characters.'),
  layout: TableLayout,
})
export type InstanceView = z.infer<typeof InstanceView>

export const InstanceTable = z.object({
  layout: TableLayout,
  views: z.array(InstanceView).max(50, 'There can be 50 views at most.'),
})
export type InstanceTable = z.infer<typeof InstanceTable>

export const defaultInstanceTable: InstanceTable = { layout: plainLayout, views: [] }

import { useMemo, useState } from 'react'
import type { Column } from './column.js'
import { leastWidth } from './column-layout.js'

const MARK_WIDTH = 28
const PADDING = 16

export interface ColumnWidths {
  /** CSS grid tracks of the columns, the one for marks before them. */
  template: string
  /** px that all columns need at least: less, and the table is scrolled sideways. */
  least: number
  /** An edge is being dragged. */
  dragged: boolean
  /** While an edge is dragged; null when it is let go. */
  drag(change: { id: string; width: number } | null): void
}

/** How wide the columns are. */
export function useColumnWidths<T>(columns: Column<T>[], marked: boolean): ColumnWidths {
  const [dragged, drag] = useState<{ id: string; width: number } | null>(null)
  return useMemo(() => {
    const tracks = columns.map(({ id, width }) => (dragged?.id === id ? `${dragged.width}px` : width))
    const all = marked ? [`${MARK_WIDTH}px`, ...tracks] : tracks
    return {
      template: all.join(' '),
      least: all.reduce((sum, track) => sum + leastWidth(track), PADDING),
      dragged: dragged !== null,
      drag,
    }
  }, [columns, marked, dragged])
}

import type { ReactNode } from 'react'

/** A column of a DataTable. */
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
  /** Only there when it is chosen. */
  extra?: true
}

import type { MapRows } from './map-rows.js'
import type { MapTarget, Only } from './map-target.js'

/** What a details panel of the map leads to. */
export interface PanelActs {
  /** Absent while it is shown. */
  onPicture: (() => void) | undefined
  /** The section that the thing is of. */
  onSection: () => void
  /** Another thing's details. */
  onShow: (target: MapTarget) => void
  /** Some rows of a table. */
  showOnly: (only: Only) => void
  onClose: () => void
}

export interface PanelProps<Row> {
  row: Row
  map: MapRows
  acts: PanelActs
}

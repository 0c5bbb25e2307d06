/** The tables of the map. */
export type MapView = 'keys' | 'instances' | 'accounts'

/** One thing of the map: whatever has a row. */
export interface MapTarget {
  of: MapView
  id: string
}

/** Some rows of a table, chosen elsewhere. */
export interface Only {
  of: MapView
  /** Which they are, in words. */
  label: string
  ids: ReadonlySet<string>
}

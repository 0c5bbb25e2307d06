import { AccountPanel } from './AccountPanel.js'
import { InstancePanel } from './InstancePanel.js'
import { KeyPanel } from './KeyPanel.js'
import type { MapRows } from './map-rows.js'
import type { MapTarget } from './map-target.js'
import type { PanelActs } from './panel-props.js'

/** The details of whatever is selected; nothing of what is no longer on the map. */
export function MapPanel({ target, map, acts }: { target: MapTarget; map: MapRows; acts: PanelActs }) {
  const { of, id } = target
  const is = (row: { id: string }) => row.id === id
  if (of === 'keys') {
    const row = map.keys.find(is)
    return row && <KeyPanel key={id} row={row} map={map} acts={acts} />
  }
  if (of === 'instances') {
    const row = map.instances.find(is)
    return row && <InstancePanel key={id} row={row} map={map} acts={acts} />
  }
  const row = map.accounts.find(is)
  return row && <AccountPanel key={id} row={row} map={map} acts={acts} />
}

import { ActionIcon, SegmentedControl, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { MapMark } from '../../../contract/map.js'
import classes from './map.module.css'
import type { MapView } from './map-target.js'
import { facets } from './map-words.js'
import type { MapViewState } from './use-map-view.js'

const views: { of: MapView; label: string }[] = [
  { of: 'keys', label: 'Keys' },
  { of: 'instances', label: 'Instances' },
  { of: 'accounts', label: 'Accounts' },
]

/** Which table of the map is shown, and what it is narrowed to beside the filter. */
export function MapBar({ state }: { state: MapViewState }) {
  const { view, found, mark, only } = state
  return (
    <div className={classes.bar}>
      <SegmentedControl
        aria-label="The map by"
        data={views.map(({ of, label }) => ({
          value: of,
          label: (
            <>
              {label} <span className={classes.tally}>{found[of].length.toLocaleString('en')}</span>
            </>
          ),
        }))}
        value={view}
        onChange={(value) => state.show(value as MapView)}
      />
      <Select
        className={classes.facet}
        aria-label="Narrow to"
        data={facets[view]}
        value={mark}
        allowDeselect={false}
        maxDropdownHeight={400}
        onChange={(value) => state.setMark((value ?? 'all') as MapMark | 'all')}
      />
      {only !== null && (
        <span className={classes.only}>
          <span className={classes.words}>{only.label}</span>
          <ActionIcon
            size={20}
            aria-label={`Show not only: ${only.label}`}
            onClick={() => state.setOnly(null)}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      )}
    </div>
  )
}

import { ActionIcon, SegmentedControl, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { createContext, memo, useContext } from 'react'
import type { MapMark } from '../../../contract/map.js'
import { say } from '../../../contract/words/say.js'
import { numberText } from '../../ui/number-text.js'
import classes from './map.module.css'
import type { MapView } from './map-target.js'
import { facets } from './map-words.js'
import type { MapViewState } from './use-map-view.js'

const views: { of: MapView; label: string }[] = [
  { of: 'keys', label: say`Keys` },
  { of: 'instances', label: say`Instances` },
  { of: 'accounts', label: say`Accounts` },
]

/** Which table of the map is shown, and what it is narrowed to beside the filter. */
export function MapBar({ state }: { state: MapViewState }) {
  const { view, found, mark, only } = state
  return (
    <div className={classes.bar}>
      <Found value={found}>
        <Views view={view} onShow={state.show} />
      </Found>
      <Facet view={view} mark={mark} onChange={state.setMark} />
      {only !== null && (
        <span className={classes.only}>
          <span className={classes.words}>{only.label}</span>
          <ActionIcon
            size={20}
            aria-label={say`Show not only: ${only.label}`}
            onClick={() => state.setOnly(null)}
          >
            <IconX size={14} />
          </ActionIcon>
        </span>
      )}
    </div>
  )
}

/** The rows of each table. The tallies alone follow them: each letter in the filter changes these, and nothing else here. */
const Found = createContext<Record<MapView, unknown[]>>({ keys: [], instances: [], accounts: [] })

function Tally({ of }: { of: MapView }) {
  return <span className={classes.tally}>{numberText(useContext(Found)[of].length)}</span>
}

const viewLabels = views.map(({ of, label }) => ({
  value: of,
  label: (
    <>
      {label} <Tally of={of} />
    </>
  ),
}))

const Views = memo(function Views({ view, onShow }: { view: MapView; onShow: (view: MapView) => void }) {
  return (
    <SegmentedControl
      aria-label={say`The map by`}
      data={viewLabels}
      value={view}
      onChange={(value) => onShow(value as MapView)}
    />
  )
})

interface FacetProps {
  view: MapView
  mark: MapMark | 'all'
  onChange: (mark: MapMark | 'all') => void
}

const Facet = memo(function Facet({ view, mark, onChange }: FacetProps) {
  return (
    <Select
      className={classes.facet}
      aria-label={say`Narrow to`}
      data={facets[view]}
      value={mark}
      allowDeselect={false}
      maxDropdownHeight={400}
      onChange={(value) => onChange((value ?? 'all') as MapMark | 'all')}
    />
  )
})

import { useMemo, useRef, useState } from 'react'
import type { MapMark } from '../../../contract/map.js'
import type { MapRows } from './map-rows.js'
import type { MapTarget, MapView, Only } from './map-target.js'
import { facets } from './map-words.js'
import { createNarrowing } from './narrow-rows.js'

/** In a window as narrow as this the details lie over the picture (DetailsPanel.module.css). */
const COVERED = '(max-width: 1000px)'

/** Which table is shown, what it is narrowed to, what is selected, and whether its picture is shown instead. */
export function useMapView(rows: MapRows) {
  const [view, setView] = useState<MapView>('keys')
  const [filter, setFilter] = useState('')
  const [mark, setMark] = useState<MapMark | 'all'>('all')
  const [only, setOnly] = useState<Only | null>(null)
  const [selected, select] = useState<MapTarget | null>(null)
  const [detailed, setDetailed] = useState(false)
  const [pictured, setPictured] = useState<MapTarget | null>(null)
  /** Tells the ids of the table's rows as they are sorted. */
  const order = useRef<() => string[]>(null)
  const words = filter.trim()
  const narrowing = (of: MapView) => ({
    filter: words,
    mark: facets[of].some(({ value }) => value === mark) ? mark : ('all' as const),
    ids: only?.of === of ? only.ids : null,
  })
  const narrow = useMemo(
    () => ({
      keys: createNarrowing(rows.keys),
      instances: createNarrowing(rows.instances),
      accounts: createNarrowing(rows.accounts),
    }),
    [rows],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the narrowing is made of what is named
  const found = useMemo(
    () => ({
      keys: narrow.keys(narrowing('keys')),
      instances: narrow.instances(narrowing('instances')),
      accounts: narrow.accounts(narrowing('accounts')),
    }),
    [narrow, words, mark, only],
  )
  const [acts] = useState(() =>
    mapActs({ setView, setFilter, setMark, setOnly, select, setDetailed, setPictured }),
  )

  return {
    view,
    found,
    order,
    filter,
    setFilter,
    mark: facets[view].some(({ value }) => value === mark) ? mark : ('all' as const),
    setMark,
    only: only?.of === view ? only : null,
    setOnly,
    narrowed: found[view].length < rows[view].length,
    selected,
    select,
    detailed,
    setDetailed,
    pictured,
    setPictured,
    ...acts,
  }
}

interface Setters {
  setView: (view: MapView) => void
  setFilter: (filter: string) => void
  setMark: (mark: MapMark | 'all') => void
  setOnly: (only: Only | null) => void
  select: (target: MapTarget) => void
  setDetailed: (detailed: boolean) => void
  setPictured: (target: MapTarget | null) => void
}

/** What is done from several places. Made once: what only does these is not drawn again with each letter of the filter. */
function mapActs({ setView, setFilter, setMark, setOnly, select, setDetailed, setPictured }: Setters) {
  const clear = () => {
    setFilter('')
    setMark('all')
    setOnly(null)
  }
  const show = (next: MapView) => {
    setView(next)
    setPictured(null)
    setDetailed(false)
  }
  return {
    clear,
    /** Another table, with the same words. */
    show,
    /** Its details, wherever one is. */
    detail(target: MapTarget) {
      select(target)
      setDetailed(true)
    },
    /** Its picture, and its details beside it. */
    picture(target: MapTarget) {
      select(target)
      setDetailed(!window.matchMedia(COVERED).matches || target.of === 'accounts')
      setPictured(target.of === 'accounts' ? null : target)
      if (target.of === 'accounts') setView('accounts')
    },
    /** These rows of a table. */
    showOnly(next: Only) {
      clear()
      setOnly(next)
      show(next.of)
    },
  }
}

export type MapViewState = ReturnType<typeof useMapView>

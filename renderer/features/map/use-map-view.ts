import { useMemo, useState } from 'react'
import type { MapMark } from '../../../contract/map.js'
import { type MapRows, narrowRows } from './map-rows.js'
import type { MapTarget, MapView, Only } from './map-target.js'
import { facets } from './map-words.js'

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
  const words = filter.trim()
  const narrowing = (of: MapView) => ({
    filter: words,
    mark: facets[of].some(({ value }) => value === mark) ? mark : ('all' as const),
    ids: only?.of === of ? only.ids : null,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the narrowing is made of what is named
  const found = useMemo(
    () => ({
      keys: narrowRows(rows.keys, narrowing('keys')),
      instances: narrowRows(rows.instances, narrowing('instances')),
      accounts: narrowRows(rows.accounts, narrowing('accounts')),
    }),
    [rows, words, mark, only],
  )
  const clear = () => {
    setFilter('')
    setMark('all')
    setOnly(null)
  }

  return {
    view,
    found,
    filter,
    setFilter,
    mark: facets[view].some(({ value }) => value === mark) ? mark : ('all' as const),
    setMark,
    only: only?.of === view ? only : null,
    setOnly,
    narrowed: found[view].length < rows[view].length,
    clear,
    selected,
    detailed,
    setDetailed,
    pictured,
    setPictured,
    /** Another table, with the same words. */
    show(next: MapView) {
      setView(next)
      setPictured(null)
      setDetailed(false)
    },
    select,
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
      setView(next.of)
      setPictured(null)
      setDetailed(false)
    },
  }
}

export type MapViewState = ReturnType<typeof useMapView>

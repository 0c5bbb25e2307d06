import type { MapExport } from '../../../contract/map.js'
import { numberText } from '../../ui/number-text.js'
import type { MapTarget, MapView } from './map-target.js'
import { counted, facets } from './map-words.js'
import type { MapViewState } from './use-map-view.js'

/** Something that can be saved as a file. */
export interface ExportChoice {
  /** In words: "57 of 10,000 instances". */
  what: string
  /** Of the file, without its ending. */
  file: string
  ask: () => MapExport
}

type Shown = Pick<MapViewState, 'view' | 'mark' | 'narrowed' | 'pictured'> & {
  found: Record<MapView, { id: string }[]>
  order: { current: (() => string[]) | null }
}

const wholeMap: ExportChoice = {
  what: 'Every key with all its places',
  file: 'latchkey-map',
  ask: () => ({ shape: 'places', part: null }),
}

/** What there is to export, what is seen first. `total`: how many rows the table has without a filter. */
export function exportChoices(shown: Shown, total: number): ExportChoice[] {
  const { pictured, view, mark } = shown
  if (pictured !== null) return [picture(pictured), wholeMap]
  const narrowed = shown.narrowed || (view === 'accounts' && mark !== 'all')
  if (narrowed) return [narrowedTable(shown, total), wholeTable(view, total, null), wholeMap]
  return [wholeTable(view, total, sortedIds(shown)), wholeMap]
}

function picture({ of, id }: MapTarget): ExportChoice {
  return {
    what: 'What the picture shows',
    file: 'latchkey-map',
    ask: () => ({ shape: 'places', part: { of, ids: [id] } }),
  }
}

const fileOf: Record<MapView, string> = {
  keys: 'latchkey-keys',
  instances: 'latchkey-instances',
  accounts: 'latchkey-findings',
}

/** As the user has sorted the table; null: not otherwise than it comes. */
function sortedIds({ view, found, order }: Shown): string[] | null {
  const ids = order.current?.() ?? null
  return found[view].every(({ id }, index) => id === ids?.[index]) ? null : ids
}

function narrowedTable(shown: Shown, total: number): ExportChoice {
  const { view, found, mark } = shown
  const ids = sortedIds(shown) ?? found[view].map(({ id }) => id)
  const label = facets[view].find(({ value }) => value === mark)?.label ?? ''
  const some = `${numberText(ids.length)} of ${counted(total, view.slice(0, -1))}`
  const findings = mark === 'all' ? 'Findings' : `Findings “${label}”`
  return {
    what: view === 'accounts' ? `${findings} of ${some}` : some,
    file: fileOf[view],
    ask: () => ({ shape: 'table', of: view, ids, mark: mark === 'all' ? null : mark }),
  }
}

function wholeTable(view: MapView, total: number, ids: string[] | null): ExportChoice {
  const all = `all ${counted(total, view.slice(0, -1))}`
  return {
    what: view === 'accounts' ? `Findings of ${all}` : `A${all.slice(1)}`,
    file: fileOf[view],
    ask: () => ({ shape: 'table', of: view, ids, mark: null }),
  }
}

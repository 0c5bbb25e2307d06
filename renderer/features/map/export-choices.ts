import type { MapExport } from '../../../contract/map.js'
import { plural, say } from '../../../contract/words/say.js'
import { numberText } from '../../ui/number-text.js'
import type { MapTarget, MapView } from './map-target.js'
import { facets } from './map-words.js'
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
  what: say`Every key with all its places`,
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
    what: say`What the picture shows`,
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
  const part = numberText(ids.length)
  const what = {
    keys: () => say`${part} of ${plural(total, '# key', '# keys')}`,
    instances: () => say`${part} of ${plural(total, '# instance', '# instances')}`,
    accounts: () =>
      mark === 'all'
        ? say`Findings of ${part} of ${plural(total, '# account', '# accounts')}`
        : say`Findings “${label}” of ${part} of ${plural(total, '# account', '# accounts')}`,
  }[view]()
  return {
    what,
    file: fileOf[view],
    ask: () => ({ shape: 'table', of: view, ids, mark: mark === 'all' ? null : mark }),
  }
}

function wholeTable(view: MapView, total: number, ids: string[] | null): ExportChoice {
  const what = {
    keys: () => say`All ${plural(total, '# key', '# keys')}`,
    instances: () => say`All ${plural(total, '# instance', '# instances')}`,
    accounts: () => say`Findings of all ${plural(total, '# account', '# accounts')}`,
  }[view]()
  return { what, file: fileOf[view], ask: () => ({ shape: 'table', of: view, ids, mark: null }) }
}

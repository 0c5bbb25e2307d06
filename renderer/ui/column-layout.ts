import type { ColumnChoice } from '../../contract/instance-table.js'
import { spoken } from '../../contract/words/say.js'
import type { Column } from './column.js'

/** As wide as a column can be made. */
export const WIDEST = 2000
/** As narrow. */
export const NARROWEST = 60

/** The columns that were chosen, in their order and width; without a choice those that are there by themselves. */
export function chosenColumns<T>(columns: Column<T>[], choice: readonly ColumnChoice[] | null): Column<T>[] {
  if (choice === null) return columns.filter(({ extra }) => extra !== true)
  const known = new Map(columns.map((column) => [column.id, column]))
  const chosen = choice.flatMap(({ id, width }) => {
    const column = known.get(id)
    if (column === undefined) return []
    return width === null ? column : { ...column, width: `${width}px` }
  })
  return chosen.length === 0 ? columns.filter(({ extra }) => extra !== true) : chosen
}

/** The choice that shows what is shown. */
export function choiceOf<T>(
  shown: readonly Column<T>[],
  choice: readonly ColumnChoice[] | null,
): ColumnChoice[] {
  const widths = new Map(choice?.map(({ id, width }) => [id, width]))
  return shown.map(({ id }) => ({ id, width: widths.get(id) ?? null }))
}

/** One column so many places to the right (1) or left (-1). */
export function moved(choice: readonly ColumnChoice[], id: string, step: 1 | -1): ColumnChoice[] {
  const from = choice.findIndex((one) => one.id === id)
  const to = from + step
  const [one] = choice.slice(from, from + 1)
  if (from < 0 || one === undefined || to < 0 || to >= choice.length) return [...choice]
  return choice.toSpliced(from, 1).toSpliced(to, 0, one)
}

export function widened(choice: readonly ColumnChoice[], id: string, width: number | null): ColumnChoice[] {
  const kept = width === null ? null : Math.round(Math.min(Math.max(width, NARROWEST), WIDEST))
  return choice.map((one) => (one.id === id ? { ...one, width: kept } : one))
}

/** px of a letter in the middle, and of what is around a word in its cell. */
const [LETTER, AROUND] = [8, 30]

/** A track for these words: as wide as English needs it, wider where the words of another language are longer. */
export function trackFor(english: number, words: readonly string[]): string {
  if (spoken() === 'en') return `${english}px`
  const longest = Math.max(...words.map((word) => word.length))
  return `${Math.max(english, Math.ceil(longest * LETTER) + AROUND)}px`
}

/** The least that a CSS grid track takes: of `132px` and `minmax(132px, 1fr)` 132. */
export function leastWidth(track: string): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 0)
}

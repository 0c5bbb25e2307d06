import type { MapMark } from '../../../contract/map.js'
import type { Row } from './map-rows.js'

export interface Narrowing {
  /** Rows hold every word, in any order and case. */
  filter: string
  mark: MapMark | 'all'
  /** Those alone; null for all. */
  ids: ReadonlySet<string> | null
}

type MarkedRow = Row<{ marks: MapMark[] }>

/** More than anybody types and takes back in one go. */
const MOST_REMEMBERED = 40

/**
 * Narrows these rows. It remembers what it found for the filters before, so that a letter more is looked for in their rows
 * alone, and a letter less is there already. Gives the same array for the same rows, so that the table need not look at
 * them again.
 */
export function createNarrowing<T extends MarkedRow>(rows: T[]): (narrowing: Narrowing) => T[] {
  let base = { mark: 'all' as Narrowing['mark'], ids: null as Narrowing['ids'], rows }
  let found = new Map<string, { words: string[]; rows: T[] }>()

  return ({ filter, mark, ids }) => {
    if (mark !== base.mark || ids !== base.ids) {
      base = { mark, ids, rows: chosenRows(rows, mark, ids) }
      found = new Map()
    }
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
    const name = words.join(' ')
    const known = found.get(name)
    if (known !== undefined) return known.rows
    const start = smallest(base.rows, [...found.values()].filter(lets(words)))
    const narrowed = { words, rows: rowsWith(words, start) }
    if (found.size >= MOST_REMEMBERED) found = new Map()
    found.set(name, narrowed)
    return narrowed.rows
  }
}

function chosenRows<T extends MarkedRow>(rows: T[], mark: Narrowing['mark'], ids: Narrowing['ids']): T[] {
  if (mark === 'all' && ids === null) return rows
  return rows.filter(
    ({ id, row }) => (ids === null || ids.has(id)) && (mark === 'all' || row.marks.includes(mark)),
  )
}

/** Whether each row that holds these words is among those that were found for the others. */
const lets = (words: string[]) => (before: { words: string[] }) =>
  before.words.every((part) => words.some((word) => word.includes(part)))

function smallest<T>(rows: T[], others: { rows: T[] }[]): T[] {
  return others.reduce((least, other) => (other.rows.length < least.length ? other.rows : least), rows)
}

function rowsWith<T extends MarkedRow>(words: string[], rows: T[]): T[] {
  if (words.length === 0) return rows
  const tests = words.map(holds)
  const found = rows.filter((row) => tests.every((test) => test(row)))
  return found.length === rows.length ? rows : found
}

/** Whether a row holds the word. Each key's text is looked through once, however many rows share it. */
function holds(word: string): (row: Pick<Row<unknown>, 'haystack' | 'keyTexts'>) => boolean {
  const seen = new Map<string, boolean>()
  const inKey = (text: string) => {
    const known = seen.get(text)
    if (known !== undefined) return known
    const found = text.includes(word)
    seen.set(text, found)
    return found
  }
  return ({ haystack, keyTexts }) => haystack.includes(word) || keyTexts.some(inKey)
}

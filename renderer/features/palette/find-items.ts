import UFuzzy from '@leeoniya/ufuzzy'
import type { PaletteItem } from './palette-item.js'

type Searched = Pick<PaletteItem, 'title' | 'facts' | 'haystack' | 'recent'>

/** Pieces of a text, those that were matched marked. */
export type Marked = { text: string; matched: boolean }[]

export interface Found<T> {
  item: T
  title: Marked
  facts: Marked
}

/** Letters of any script with others between them: `pdb` finds `prod-db`. */
const letters = new UFuzzy({
  unicode: true,
  interSplit: '\\s+',
  intraSplit: null,
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  interBound: '[^\\p{L}\\d]',
  intraContr: "'\\p{L}{1,2}\\b",
  intraChars: '.',
  intraIns: Number.POSITIVE_INFINITY,
})

/** With more than these the words alone are enough: nobody looks for spread letters behind a hundred exact matches. */
const ENOUGH = 100
/** Each of the spread letters is looked at for its place: of so many the first. */
const MOST_SPREAD = 500

export interface Finder<T> {
  /** The best `limit` of those that match, and how many match. An empty text matches nothing. */
  find(text: string, limit: number): { found: Found<T>[]; count: number }
}

/**
 * Finds items by what is typed: first those that hold each word somewhere, in any order, as the tables' filters do; the
 * whole title before its beginning, before the beginning of a word of it, before the rest, and what was used lately before
 * others of the same rank. Then those whose title has the letters in their order.
 */
export function createFinder<T extends Searched>(items: readonly T[]): Finder<T> {
  const titles = items.map(({ title }) => title.toLowerCase())
  /** What the texts led to that were typed letter by letter until now, the longest last: a longer one finds nothing else. */
  let trail: Step[] = []

  /** Where all that these words can find is: what a text found that they go on with; null for everywhere. */
  function stepBack(words: string[]): Step | null {
    trail = trail.filter((step) => step.words.every((word, at) => words[at]?.startsWith(word)))
    const last = trail.at(-1) ?? null
    if (last?.words.join(' ') === words.join(' ')) trail.pop()
    return last
  }

  function find(text: string, limit: number): { found: Found<T>[]; count: number } {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length === 0) return { found: [], count: 0 }
    const before = stepBack(words)
    const step: Step = { words, exact: holding(words, before?.exact ?? null), spread: before?.spread ?? null }
    trail.push(step)
    const exact = ranked(step.exact, words)
    const spread = exact.length < ENOUGH ? spreadLetters(lettersOf(text), step) : []
    const all = [...exact.map((index) => ({ index, ranges: null })), ...spread]
    const found = all.slice(0, limit).flatMap(({ index, ranges }) => {
      const item = items[index]
      return item === undefined ? [] : marked(item, words, ranges)
    })
    return { found, count: all.length }
  }

  /** Those that hold each word, of these or of all. */
  function holding(words: string[], within: readonly number[] | null): number[] {
    const found: number[] = []
    const look = (index: number) => {
      const haystack = items[index]?.haystack ?? ''
      if (words.every((word) => haystack.includes(word))) found.push(index)
    }
    if (within === null) for (let index = 0; index < items.length; index++) look(index)
    else within.forEach(look)
    return found
  }

  /** Sorted into one heap for each rank: comparing ten thousand with each other takes longer than finding them. */
  function ranked(found: readonly number[], words: string[]): number[] {
    const typed = words.join(' ')
    const heaps: number[][] = Array.from({ length: RANKS }, () => [])
    for (const index of found) heaps[rankOf(titles[index] ?? '', typed, words)]?.push(index)
    return heaps.flatMap(recentFirst)
  }

  function recentFirst(heap: number[]): number[] {
    const ageOf = (index: number) => items[index]?.recent ?? Number.POSITIVE_INFINITY
    const recent = heap.filter((index) => items[index]?.recent !== undefined)
    if (recent.length === 0) return heap
    const others = heap.filter((index) => items[index]?.recent === undefined)
    return [...recent.sort((a, b) => ageOf(a) - ageOf(b)), ...others]
  }

  function spreadLetters(typed: string, step: Step): Spread[] {
    if (typed.length < 2) return []
    step.spread = letters.filter(titles, typed, step.spread ?? undefined) ?? []
    const known = new Set(step.exact)
    const hits = step.spread.filter((index) => !known.has(index))
    if (hits.length === 0) return []
    const info = letters.info(hits.slice(0, MOST_SPREAD), titles, typed)
    return letters.sort(info, titles, typed).flatMap((at) => {
      const index = info.idx[at]
      return index === undefined ? [] : { index, ranges: info.ranges[at] ?? [] }
    })
  }

  return { find }
}

/** Without what regular expressions take for their own, of which uFuzzy makes no letters. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\d]+/gu, '')
}

/** What a text has found, in the order of the items. */
interface Step {
  words: string[]
  exact: number[]
  /** Whose titles have its letters in their order; null where nobody has looked yet. */
  spread: number[] | null
}

interface Spread {
  index: number
  /** Begin and end of each matched piece of the title, one after the other. */
  ranges: number[]
}

const RANKS = 5

function rankOf(title: string, typed: string, words: string[]): number {
  if (title === typed) return 0
  if (title.startsWith(typed)) return 1
  const [first = ''] = words
  const at = title.indexOf(first)
  if (at < 0) return 4
  return at === 0 || !isLetterOrDigit(title.charCodeAt(at - 1)) ? 2 : 3
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code > 127
}

function marked<T extends Searched>(item: T, words: string[], ranges: number[] | null): Found<T> {
  const { title, facts } = item
  return {
    item,
    title: pieces(title, ranges ?? rangesOf(title, words)),
    facts: pieces(facts, ranges === null ? rangesOf(facts, words) : []),
  }
}

/** Where words are in a text: the first place of each, in order, those that touch joined. */
function rangesOf(text: string, words: string[]): number[] {
  const lower = text.toLowerCase()
  if (lower.length !== text.length) return [] // in a few scripts small letters take more room: the places are others
  const places = words
    .map((word) => ({ from: lower.indexOf(word), length: word.length }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => a.from - b.from)
  const ranges: number[] = []
  for (const { from, length } of places) {
    const end = ranges.at(-1) ?? -1
    if (from <= end) ranges[ranges.length - 1] = Math.max(end, from + length)
    else ranges.push(from, from + length)
  }
  return ranges
}

function pieces(text: string, ranges: number[]): Marked {
  const marks: Marked = []
  const add = (from: number, to: number, matched: boolean) => {
    if (to > from) marks.push({ text: text.slice(from, to), matched })
  }
  let end = 0
  for (let at = 0; at + 1 < ranges.length; at += 2) {
    const [from = 0, to = 0] = ranges.slice(at, at + 2)
    add(end, from, false)
    add(from, to, true)
    end = to
  }
  add(end, text.length, false)
  return marks
}

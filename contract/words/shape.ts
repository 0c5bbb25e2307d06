import { type Part, partsOf } from './message.js'

/*
 * Finds a message of ours in a text, and the values in it. The text may be anybody's, a cloud's answer for example, so this
 * is no regular expression: those try every way in which several open places can share a text.
 */

/** One of the texts that a message makes: fixed pieces, and open places between them. */
export interface Shape {
  message: string
  /** One more than there are places: what stands before, between and behind them. */
  fixed: string[]
  places: Place[]
  /** Numbers that only the words tell, by their places. */
  told: { place: number; count: number; forms: Forms }[]
}

/** A value, by its number or its name; where it is a number that words are of, with their forms. */
interface Place {
  place: number | string
  counted?: Forms
}

export interface Forms {
  one: string
  other: string
}

/** What a message can look like: as it is, or once for each of the English forms of its numbers. */
export function shapesOf(message: string, text: string): Shape[] {
  let shapes: Shape[] = [{ message, fixed: [''], places: [], told: [] }]
  for (const part of partsOf(text)) {
    if (typeof part === 'string') shapes = shapes.map((shape) => withText(shape, part))
    else if (!('forms' in part)) shapes = shapes.map((shape) => withPlace(shape, part))
    else {
      const forms = { one: textOf(part.forms.one), other: textOf(part.forms.other) }
      shapes = shapes.flatMap((shape) => [
        withTold(shape, part.place, 1, forms, forms.one.replaceAll('#', '1')),
        forms.other.includes('#')
          ? withCounted(shape, part.place, forms)
          : withTold(shape, part.place, SOME, forms, forms.other),
      ])
    }
  }
  return shapes
}

/** A number of which the words say only that it is not one. */
const SOME = 5

function withPlace(shape: Shape, place: Place): Shape {
  return { ...shape, fixed: [...shape.fixed, ''], places: [...shape.places, place] }
}

/** `{host}` is a place too: so the tables of what clouds answer name theirs. */
function withText(shape: Shape, text: string): Shape {
  const [first = '', ...rest] = text.split(/(?=\{[a-z]+\})|(?<=\{[a-z]+\})/)
  if (first === '') return shape
  const longer = /^\{[a-z]+\}$/.test(first)
    ? withPlace(shape, { place: first })
    : { ...shape, fixed: [...shape.fixed.slice(0, -1), (shape.fixed.at(-1) ?? '') + first] }
  return withText(longer, rest.join(''))
}

function withTold(shape: Shape, place: number, count: number, forms: Forms, text: string): Shape {
  const longer = withText(shape, text)
  return { ...longer, told: [...shape.told, { place, count, forms }] }
}

function withCounted(shape: Shape, place: number, counted: Forms): Shape {
  const [before = '', ...after] = counted.other.split('#')
  return withText(withPlace(withText(shape, before), { place, counted }), after.join('#'))
}

const textOf = (parts: Part[] = []) => parts.filter((part) => typeof part === 'string').join('')

/** How much of it is given, in characters. */
export const fixedLength = ({ fixed }: Shape): number => fixed.reduce((sum, text) => sum + text.length, 0)

/**
 * The values of a shape's places in a text, each as short as can be, those before first; null where the text is another.
 * `loose` values may run over the end of a sentence. Takes time in proportion to the text's length times the places.
 */
export function valuesIn({ fixed, places }: Shape, text: string, loose: boolean): string[] | null {
  const beginning = fixed[0] ?? ''
  const end = text.length - (fixed.at(-1) ?? '').length
  if (end < beginning.length || !text.startsWith(beginning) || !text.endsWith(fixed.at(-1) ?? '')) return null
  if (places.length === 0) return text === beginning ? [] : null
  const sentenceEnd = loose ? null : sentenceEndsIn(text)
  const values: string[] = []
  /** For each piece: the last place where it was tried, in vain, and the next one where it stands. */
  const tried = places.map(() => -1)
  const next = places.map(() => -1)

  function stands(at: number, from: number): number {
    if ((next[at] ?? -1) < from) {
      const found = text.indexOf(fixed[at + 1] ?? '', from)
      next[at] = found === -1 ? Number.POSITIVE_INFINITY : found
    }
    return next[at] ?? -1
  }

  function fits(at: number, from: number): boolean {
    const isNumber = places[at]?.counted !== undefined
    const first = isNumber ? from + 1 : from
    const limit = Math.min(end, isNumber ? numberEnd(text, from) : (sentenceEnd?.[from] ?? end))
    if (at === places.length - 1) {
      values[at] = text.slice(from, end)
      return first <= end && end <= limit
    }
    for (;;) {
      const to = stands(at, Math.max(first, (tried[at] ?? -1) + 1))
      if (to > limit) return false
      tried[at] = to
      values[at] = text.slice(from, to)
      if (fits(at + 1, to + (fixed[at + 1] ?? '').length)) return true
    }
  }
  return fits(0, beginning.length) ? values : null
}

/** For each position where the sentence that it is in ends at the latest; null where all is one. */
function sentenceEndsIn(text: string): Int32Array | null {
  if (!SENTENCE_END.test(text)) return null
  const ends = new Int32Array(text.length + 1).fill(text.length)
  let from = 0
  for (const { index } of text.matchAll(ALL_SENTENCE_ENDS)) {
    ends.fill(index, from, index + 1)
    from = index + 1
  }
  return ends
}

const SENTENCE_END = /[.?] [A-Z]/
const ALL_SENTENCE_ENDS = /[.?] (?=[A-Z])/g

const numberEnd = (text: string, from: number) =>
  from + (/^[\d,]*/.exec(text.slice(from, from + 20))?.[0].length ?? 0)

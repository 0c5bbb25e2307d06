import { remembering } from './remember.js'
import { OF, plural, sayMessage, spoken } from './say.js'
import { fixedLength, type Shape, shapesOf, valuesIn } from './shape.js'

/*
 * What the host says reaches the window as English sentences: in errors, in plans, also in those that were written to the
 * profile long ago. The window knows the messages that they were made of, and says them again in its own language.
 */

/**
 * A translator of the sentences that are made of these messages. What it does not know it gives back as it is: so are
 * texts of more than 4,000 characters.
 */
export function createHearing(messages: readonly string[]): (text: string) => string {
  const exact = new Map<string, string>()
  const byWord = new Map<string, Shape[]>()
  for (const message of messages) {
    const text = message.slice(message.indexOf(OF) + 1)
    if (!text.includes('{')) exact.set(text, message)
    else
      for (const shape of shapesOf(message, text)) {
        const list = byWord.get(longestWord(shape)) ?? []
        if (list.length === 0) byWord.set(longestWord(shape), list)
        list.push(shape)
      }
  }

  /** Those that can be in this text. The one that leaves the least open is meant, so it goes first. */
  function candidates(text: string, depth: number): Shape[] {
    return ['', ...new Set(text.match(WORDS))]
      .flatMap((word) => byWord.get(word) ?? [])
      .filter((shape) => depth === 0 || isDistinct(shape) || HAS_DIGIT.test(text))
      .filter(({ fixed }) => fixed.every((piece) => text.includes(piece)))
      .sort((one, other) => fixedLength(other) - fixedLength(one))
  }

  function whole(text: string, shapes: readonly Shape[], depth: number, loose = false): string | null {
    const known = exact.get(text)
    if (known !== undefined) return sayMessage(known, [])
    for (const shape of shapes) {
      const values = valuesIn(shape, text, loose)
      if (values !== null && (depth === 0 || isDistinct(shape) || values.length === 0 || haveNumber(values)))
        return sayShape(shape, values, depth)
    }
    return null
  }

  /** A phrase may be in the catalogue without what stands behind it. */
  function piece(text: string, shapes: readonly Shape[], depth: number): string | null {
    const [, phrase, end = ''] = /^(.*)([.:;])$/s.exec(text) ?? []
    if (phrase === undefined) return whole(text, shapes, depth)
    const ended = shapes.filter(({ fixed }) => fixed.at(-1) !== '')
    const known = whole(text, ended, depth)
    if (known !== null) return known
    const heard = whole(phrase, shapes, depth)
    return heard === null ? whole(text, shapes, depth) : heard + end
  }

  function sayShape({ message, places, told }: Shape, texts: string[], depth: number): string {
    const values: (string | ReturnType<typeof plural>)[] = []
    const named = new Map<string, string>()
    for (const { place, count, forms } of told) values[place] = plural(count, forms.one, forms.other)
    for (const [at, { place, counted }] of places.entries()) {
      const text = texts[at] ?? ''
      if (typeof place === 'string') named.set(place, inside(text, depth))
      else if (counted === undefined) values[place] = inside(text, depth)
      else values[place] = plural(Number(text.replaceAll(',', '')), counted.one, counted.other)
    }
    const said = sayMessage(message, values)
    return named.size === 0 ? said : said.replace(/\{[a-z]+\}/g, (name) => named.get(name) ?? name)
  }

  /** A value is mostly a name and stays; one of several words may be something that is said. */
  const inside = (text: string, depth: number) =>
    depth < 3 && text.includes(' ') ? text.replace(/\S(?:.*\S)?/s, (words) => all(words, depth + 1)) : text

  function all(text: string, depth: number): string {
    const parts = text.split(/(?<=[.?:;]) (?=\S)/)
    const shapes = candidates(text, depth)
    const sentence = piece(text, shapes, depth)
    if (sentence !== null) return sentence
    if (parts.length === 1 || parts.length > 30) return whole(text, shapes, depth, true) ?? list(text, depth)
    let heardAny = false
    const said: string[] = []
    for (let at = 0; at < parts.length; ) {
      let to = parts.length
      let heard: string | null = null
      for (; to > at; to--) {
        heard = at === 0 && to === parts.length ? null : piece(parts.slice(at, to).join(' '), shapes, depth)
        if (heard !== null) break
      }
      heardAny ||= heard !== null
      said.push(heard ?? parts[at] ?? '')
      at = Math.max(to, at + 1)
    }
    return (heardAny ? null : whole(text, shapes, depth, true)) ?? said.join(' ')
  }

  /** Of an entry of the activity: "a.txt to /srv, 2 of 3 files, cancelled". Or "a key, a password or your SSH agent". */
  function list(text: string, depth: number): string {
    const items = text.split(', ')
    if (items.length > 30) return text
    const [, first, joint = '', last = ''] = LIST_END.exec(items.at(-1) ?? '') ?? []
    const known = [...items.slice(0, -1), first ?? '', joint, last].map((item) => exact.get(item))
    if (known.every((message) => message !== undefined)) {
      const [end = '', and = '', ...others] = known.map((message) => sayMessage(message, [])).reverse()
      return `${others.reverse().join(', ')} ${and} ${end}`
    }
    return items.length === 1
      ? text
      : items.map((item) => whole(item, candidates(item, depth + 1), depth + 1) ?? item).join(', ')
  }

  const heard = remembering((text) => all(text, 0))
  return (text) => (spoken() === 'en' || text.length > LONGEST ? text : heard(text))
}

/** Longer texts are not ours. */
const LONGEST = 4000

const WORDS = /[A-Za-z]+/g

/** A word that is in every text of a shape; empty where each of its words may be longer there. */
function longestWord({ fixed }: Shape): string {
  const words = fixed.join(PLACE).match(WHOLE_WORDS) ?? []
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '')
}

const PLACE = '\0'
/** Not those beside a place. */
const WHOLE_WORDS = /(?<![A-Za-z\0])[A-Za-z]+(?![A-Za-z\0])/g

const HAS_DIGIT = /\d/

const LIST_END = /^(.*) (and|or) (.*)$/s

/**
 * "{0} on {1}" is ours where all of a text is, but not within a value: names and what clouds answer look like that too.
 */
const isDistinct = ({ fixed }: Shape) => fixed.join('').replace(/[^A-Za-z]/g, '').length >= 10

/** "192.0.2.1 port 22", "3 skipped": so it is ours within a value too. */
const haveNumber = (values: readonly string[]) =>
  values.some((value) => /^[\d.:-]+$/.test(value)) && values.every((value) => !value.includes(' '))

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHearing } from '../../contract/words/hear.js'
import { speak } from '../../contract/words/say.js'
import { keyOf, readPo } from './po.js'
import { isOfHost } from './vite-words.js'

/** What the host says, in a language that says the number of each message, and what it holds. */
const catalogue = readPo(readFileSync(join(import.meta.dirname, '../../words/ru.po'), 'utf8'))
const messages = catalogue.filter(isOfHost).map(keyOf)
const PLACE = /\{\w+\}/g
const PLURAL = /\{(\d+), plural, one \{[^}]*\} other \{([^}]*)\}\}/g
const placesOf = (message: string) => [...new Set(message.replace(PLURAL, '{$1}').match(PLACE))]
const numbered = (at: number, values: readonly string[]) => `№${at}(${values.join('|')})`
const words = Object.fromEntries(messages.map((message, at) => [message, numbered(at, placesOf(message))]))

beforeAll(() => speak('ru', words))
afterAll(() => speak('en', {}))

const hear = createHearing(messages)

describe('what the host says', () => {
  it('is heard as what it is: no message hides another', () => {
    const wrong = messages.flatMap((message, at) => {
      const counted = new Set([...message.matchAll(PLURAL)].map(([, place]) => `{${place}}`))
      const values = placesOf(message).map((place, number) => (counted.has(place) ? '7' : `välue-${number}`))
      const text = message.replace(PLURAL, (_all, _place, other: string) => other.replace('#', '7'))
      const heard = hear(text.replace(PLACE, (place) => values[placesOf(message).indexOf(place)] ?? ''))
      // Where two values meet, nothing says where one ends.
      return sameBut(heard, numbered(at, values)) ? [] : [`${message} → ${heard}`]
    })
    // The two clouds name the same places differently.
    expect(wrong.filter((line) => !line.startsWith('The cloud refused {call}: {0}'))).toEqual([])
  })

  it('takes time in proportion to its length, whatever the text: each character is read fewer times than there are messages', () => {
    const open = messages.filter((message) => message.includes('{'))
    const many = open.filter((_, at) => at % 3 === 0)
    expect(Math.max(...many.map((message) => worst(message, 1000)))).toBeLessThan(open.length * 1000)
    const some = open.filter((_, at) => at % 20 === 0)
    expect(Math.max(...some.map((message) => worst(message, 4000)))).toBeLessThan(open.length * 4000)
  })

  it('is not heard again while a list of 10,000 rows shows it', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => `Logged in as user-${at} with deploy.`)
    expect(charactersRead(() => rows.forEach(hear))).toBeGreaterThan(10_000)
    expect(charactersRead(() => rows.forEach(hear))).toBe(0)
  })
})

const sameBut = (one: string, other: string) => one.replaceAll('|', '') === other.replaceAll('|', '')

/** The most characters that are read to hear a text of this length that is nearly the message, many times over. */
function worst(message: string, length: number): number {
  const pieces = message.replace(PLURAL, '{$1}').split(PLACE)
  const sentence = message.replace(PLACE, 'x')
  const texts = [
    `${sentence} `.repeat(Math.min(29, length)),
    pieces.map((piece) => piece.repeat(length / 60)).join(' '),
    pieces[0] + (pieces[1] || 'a').repeat(length),
  ]
  return Math.max(...texts.map((text) => charactersRead(() => hear(text.slice(0, length)))))
}

/** How many characters indexOf and includes look at: all that hearing does with a text at every place of it. */
function charactersRead(work: () => void): number {
  const { indexOf, includes } = String.prototype
  let read = 0
  String.prototype.indexOf = function (wanted: string, from = 0) {
    const at = indexOf.call(this, wanted, from)
    read += (at === -1 ? this.length : at) - from + 1
    return at
  }
  String.prototype.includes = function (wanted: string) {
    return this.indexOf(wanted) !== -1
  }
  try {
    work()
  } finally {
    Object.assign(String.prototype, { indexOf, includes })
  }
  return read
}

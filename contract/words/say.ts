import { type Part, partsOf } from './message.js'

/*
 * What is said to people goes through here: say`No server ${name}`. English stands in the code, and its text with numbered
 * places, `No server {0}`, is what a catalogue (words/*.po) is asked for. Without one, what stands in the code is said.
 */

/** Translations by the English message. */
export type Words = Readonly<Record<string, string>>

/** A number with the words for it; `#` is the number. */
export interface Plural {
  count: number
  one: string
  other: string
}

let words: Words = {}
let rules = new Intl.PluralRules('en')
let numbers = new Intl.NumberFormat('en')
let locale = 'en'

/** What is said from now on is in this language (BCP 47); what its words lack stays English. */
export function speak(language: string, its: Words): void {
  words = its
  locale = language
  rules = new Intl.PluralRules(language)
  numbers = new Intl.NumberFormat(language)
  parsed.clear()
}

/** The language that is spoken (BCP 47). */
export const spoken = (): string => locale

/** "10,000", as the language writes it. */
export const numberText = (number: number): string => numbers.format(number)

/** Words that depend on a number: say`${plural(3, '# key', '# keys')} found`. Both forms are plain strings. */
export const plural = (count: number, one: string, other: string): Plural => ({ count, one, other })

/** What is not there says nothing. */
type Sayable = string | number | Plural | null | undefined

/** A sentence or a label in the language that is spoken. */
export function say(strings: TemplateStringsArray, ...values: Sayable[]): string {
  return inPieces(strings, values).join('')
}

/** The same for words that mean several things: sayAs('verb')`Open`. The meaning is for who translates. */
export function sayAs(meaning: string) {
  return (strings: TemplateStringsArray, ...values: Sayable[]): string =>
    inPieces(strings, values, `${meaning}${OF}`).join('')
}

/**
 * What the host says, where that is not told from where it stands: a part of a sentence, the rest of an entry. It is English
 * always, and in the catalogues, for the window to hear (hear.ts): as a part of a sentence with ten letters or no place.
 */
export function told(strings: TemplateStringsArray, ...values: Sayable[]): string {
  return asWritten<Sayable>(strings, values).join('')
}

/** Stands between a meaning and its message, as in gettext's own catalogues. */
export const OF = '\u0004'

/** Text and values in the order in which the language has them: what is not a string or a number is handed through. */
export function inPieces<Value>(
  strings: TemplateStringsArray,
  values: readonly (Value | Plural)[],
  meaning = '',
): (Value | string)[] {
  const translated = locale === 'en' ? undefined : words[meaning + messageOf(strings, values)]
  if (translated === undefined) return asWritten(strings, values)
  return fill(partsIn(translated), values)
}

/** A message of the catalogue with these values, in the language that is spoken: as it is where that has it not. */
export function sayMessage(message: string, values: readonly Sayable[]): string {
  const parts = partsIn(words[message] ?? message)
  return fill<Exclude<Sayable, Plural>>(parts, values).join('')
}

function asWritten<Value>(strings: readonly string[], values: readonly (Value | Plural)[]) {
  return strings.flatMap((text, at) => {
    if (at >= values.length) return [text]
    const value = values[at] as Value | Plural
    return [text, isPlural(value) ? english(value) : value]
  })
}

const english = ({ count, one, other }: Plural) =>
  (count === 1 ? one : other).replaceAll('#', numberText(count))

/** The English message that a catalogue has the translation of. */
function messageOf(strings: TemplateStringsArray, values: readonly unknown[]): string {
  const known = messages.get(strings)
  if (known !== undefined) return known
  const message = messageText(
    strings,
    values.map((value) => (isPlural(value) ? value : null)),
  )
  messages.set(strings, message)
  return message
}

const messages = new WeakMap<TemplateStringsArray, string>()

/** The message of a template: where a value has plural forms, with these. */
export function messageText(
  strings: readonly string[],
  plurals: readonly (Pick<Plural, 'one' | 'other'> | null)[],
): string {
  const places = plurals.map((forms, at) =>
    forms === null ? `{${at}}` : `{${at}, plural, one {${forms.one}} other {${forms.other}}}`,
  )
  return strings.map((text, at) => text + (places[at] ?? '')).join('')
}

const parsed = new Map<string, Part[]>()

function partsIn(message: string): Part[] {
  const known = parsed.get(message)
  if (known !== undefined) return known
  const parts = partsOf(message)
  parsed.set(message, parts)
  return parts
}

function fill<Value>(
  parts: readonly Part[],
  values: readonly (Value | Plural)[],
  amount = '#',
): (Value | string)[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part.replaceAll('#', amount)]
    const value = values[part.place] as Value | Plural
    if (!isPlural(value)) return [value]
    if (!('forms' in part)) return [numberText(value.count)]
    const form = part.forms[rules.select(value.count)] ?? part.forms.other ?? []
    return fill(form, values, numberText(value.count))
  })
}

function isPlural(value: unknown): value is Plural {
  return typeof value === 'object' && value !== null && 'one' in value && 'other' in value && 'count' in value
}

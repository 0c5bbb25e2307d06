import { plural, say } from '../../../contract/words/say.js'
import { type QueryWord, queryWords, quoted } from '../../ui/query-words.js'
import type { InstanceRow } from './rows.js'

type Test = (row: InstanceRow) => boolean

interface Field {
  /** Said beside it as one types. */
  what: string
  /** What it is looked for in, in any case. */
  values(row: InstanceRow): (string | undefined)[]
  /** How a value is held against what was typed, both in lower case. */
  matches(value: string, typed: string): boolean
}

const holds = (value: string, typed: string) => value.includes(typed)
const begins = (value: string, typed: string) => value.startsWith(typed)

/** What the filter of the instances can look at alone, as `name:value`. */
export const queryFields: Record<string, Field> = {
  state: {
    what: say`running, stopped, error …`,
    values: ({ instance, disabled }) => [
      instance.state,
      instance.cloudState,
      disabled ? 'disabled' : undefined,
    ],
    matches: begins,
  },
  account: {
    what: say`the name of an account`,
    values: ({ accountName }) => [accountName],
    matches: holds,
  },
  cloud: {
    what: say`what kind of cloud it is in`,
    values: ({ clouds }) => clouds,
    matches: begins,
  },
  region: {
    what: say`region or zone`,
    values: ({ instance }) => [instance.zone],
    matches: holds,
  },
  tag: {
    what: say`a tag of the cloud, or of a host of yours`,
    values: ({ instance }) => instance.tags ?? [],
    matches: begins,
  },
  key: {
    what: say`a bound or declared key; none`,
    values: ({ instance, key }) => [
      key?.name ?? 'none',
      ...instance.declared.map(({ cloudName }) => cloudName),
    ],
    matches: holds,
  },
  trust: {
    what: say`proven, declared, unproven or none`,
    values: ({ key }) => [key === null ? 'none' : key.grade === 'said' ? 'unproven' : key.grade],
    matches: begins,
  },
  user: {
    what: say`the login user`,
    values: ({ instance }) => [instance.user],
    matches: begins,
  },
  addr: {
    what: say`an address`,
    values: ({ instance }) => [...instance.addresses, ...instance.ssh.map(({ host }) => host)],
    matches: holds,
  },
  name: {
    what: say`its name, or the one that you gave it`,
    values: ({ instance, plate }) => [instance.name, plate?.name],
    matches: holds,
  },
  os: {
    what: say`the operating system`,
    values: ({ instance }) => [instance.os],
    matches: holds,
  },
}

/** What people call a field too; not suggested. */
const otherNames = new Map([
  ['zone', 'region'],
  ['ip', 'addr'],
  ['address', 'addr'],
])

function fieldOf(word: string | null): Field | undefined {
  const name = otherNames.get(word ?? '') ?? word
  return name !== null && Object.hasOwn(queryFields, name) ? queryFields[name] : undefined
}

/**
 * The rows that hold every word of the filter somewhere, in any order and case; of `state:running` and the like in that
 * alone, of `-web` those that do not. `state:running,error` takes either. A field that is only begun hides nothing.
 */
export function filterRows(rows: InstanceRow[], filter: string): InstanceRow[] {
  const tests = queryWords(filter).flatMap(testOf)
  if (tests.length === 0) return rows
  return rows.filter((row) => tests.every((test) => test(row)))
}

function testOf(word: QueryWord): Test[] {
  const field = fieldOf(word.field)
  const test = field === undefined ? inAny(word) : inField(field, word)
  if (test === null) return []
  return [word.negated ? (row) => !test(row) : test]
}

function inAny({ text }: QueryWord): Test | null {
  return text === '' ? null : ({ haystack }) => haystack.includes(text)
}

function inField(field: Field, { value, quoted: whole }: QueryWord): Test | null {
  const wanted = (whole ? [value] : value.split(',')).filter((one) => one !== '')
  if (wanted.length === 0) return null
  return (row) =>
    field.values(row).some((has) => {
      if (has === undefined) return false
      const lower = has.toLowerCase()
      return wanted.some((one) => field.matches(lower, one))
    })
}

/** The fields that the filter names and nobody knows; addresses of IPv6 have colons too. */
export function unknownFields(filter: string): string[] {
  const names = queryWords(filter).flatMap(({ field, text }) =>
    field === null || fieldOf(field) !== undefined || /^[0-9a-f:.]+$/.test(text) ? [] : field,
  )
  return [...new Set(names)]
}

/** What the word at the caret may become. */
export interface Suggestion {
  /** In the place of the word. */
  text: string
  /** Said beside it. */
  what: string
}

const MOST_SUGGESTED = 8

/** What the word that ends at the caret may become: fields as `state:`, then the values that rows have there, most first. */
export function suggest(rows: InstanceRow[], filter: string, caret: number): Suggestion[] {
  const word = queryWords(filter).find(({ from, to }) => from < caret && to === caret)
  if (word === undefined) return []
  const minus = word.negated ? '-' : ''
  const field = fieldOf(word.field)
  if (field === undefined) {
    if (word.field !== null || word.quoted || word.value === '') return []
    return Object.entries(queryFields)
      .filter(([name]) => name.startsWith(word.value))
      .map(([name, { what }]) => ({ text: `${minus}${name}:`, what }))
  }
  const before = word.quoted ? [] : word.value.split(',').slice(0, -1)
  const typed = word.quoted ? word.value : (word.value.split(',').at(-1) ?? '')
  return mostCommon(rows, field, typed)
    .filter(([value]) => value !== typed && (before.length === 0 || quoted(value) === value))
    .map(([value, count]) => ({
      text: `${minus}${word.field}:${[...before, quoted(value)].join(',')}`,
      what: say`${plural(count, '# instance', '# instances')}`,
    }))
}

function mostCommon(rows: InstanceRow[], field: Field, typed: string): [string, number][] {
  return [...countsOf(rows, field)]
    .filter(([value]) => field.matches(value, typed))
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_SUGGESTED)
}

const counted = new WeakMap<InstanceRow[], Map<Field, Map<string, number>>>()

/** How many rows have each value, in lower case: counted once, not with each letter that is typed of a value. */
function countsOf(rows: InstanceRow[], field: Field): Map<string, number> {
  const known = counted.get(rows) ?? new Map<Field, Map<string, number>>()
  counted.set(rows, known)
  const there = known.get(field)
  if (there !== undefined) return there
  const counts = new Map<string, number>()
  for (const row of rows)
    for (const lower of new Set(field.values(row).map((value) => value?.toLowerCase())))
      if (lower) counts.set(lower, (counts.get(lower) ?? 0) + 1)
  known.set(field, counts)
  return counts
}

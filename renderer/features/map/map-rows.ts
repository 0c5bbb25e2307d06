import type { KeyMap, MapAccount, MapInstance, MapKey, MapMark } from '../../../contract/map.js'
import { keyTitle, mapKeyType } from './map-words.js'

interface Row<T> {
  id: string
  /** Where it stands in the tables. */
  index: number
  row: T
  /** All that the filter looks at, in lower case. */
  haystack: string
}

export interface KeyRow extends Row<MapKey> {
  title: string
}

export interface InstanceRow extends Row<MapInstance> {
  accountName: string
  /** The titles of its keys, by grade. */
  declared: string[]
  observed: string[]
  proven: string[]
}

export type AccountRow = Row<MapAccount>

/** The three tables with names where they have indices. */
export interface MapRows {
  keys: KeyRow[]
  instances: InstanceRow[]
  accounts: AccountRow[]
}

/** Once per answer of the host, not per keystroke: there may be ten thousand. */
export function makeRows({ keys, instances, accounts }: KeyMap): MapRows {
  const titles = keys.map(keyTitle)
  const looks = keys.map((key, index) => keyLooks(key, titles[index] ?? ''))
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]))
  const titlesOf = (indices: number[]) => indices.map((index) => titles[index] ?? '')
  return {
    keys: keys.map((row, index) => {
      const places = [...row.accounts, ...row.missing].map((account) => accounts[account]?.name)
      const texts = [looks[index], mapKeyType(row), ...places]
      return { id: row.id, index, row, title: titles[index] ?? '', haystack: haystack(texts) }
    }),
    instances: instances.map((row, index) => {
      const accountName = accountNames.get(row.accountId ?? '') ?? ''
      const trusted = new Set([...row.declared, ...row.observed, ...row.proven])
      const texts = [row.name, row.id, row.address, row.state, accountName]
      for (const key of trusted) texts.push(looks[key] ?? '')
      return {
        ...{ id: row.id, index, row, accountName, haystack: haystack(texts) },
        declared: titlesOf(row.declared),
        observed: titlesOf(row.observed),
        proven: titlesOf(row.proven),
      }
    }),
    accounts: accounts.map((row, index) => ({
      id: row.id,
      index,
      row,
      haystack: haystack([row.name, row.kind]),
    })),
  }
}

/** By which a key is looked for, in its own row and in those of the instances that trust it. */
function keyLooks(key: MapKey, title: string): string {
  const { otherNames, fingerprint, fingerprintMd5 } = key
  return [
    title,
    ...otherNames,
    fingerprint ?? '',
    fingerprintMd5 === null ? '' : `MD5:${fingerprintMd5}`,
  ].join('\n')
}

function haystack(texts: (string | undefined)[]): string {
  return texts.join('\n').toLowerCase()
}

export interface Narrowing {
  /** Rows hold every word, in any order and case. */
  filter: string
  mark: MapMark | 'all'
  /** Those alone; null for all. */
  ids: ReadonlySet<string> | null
}

/** The rows that are let through; the same array where all are, so that the table need not look at them again. */
export function narrowRows<T extends Row<{ marks: MapMark[] }>>(
  rows: T[],
  { filter, mark, ids }: Narrowing,
): T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && mark === 'all' && ids === null) return rows
  const found = rows.filter(
    ({ id, row, haystack }) =>
      (ids === null || ids.has(id)) &&
      (mark === 'all' || row.marks.includes(mark)) &&
      words.every((word) => haystack.includes(word)),
  )
  return found.length === rows.length ? rows : found
}

/** How an instance trusts a key. */
export interface Grades {
  declared: boolean
  observed: boolean
  proven: boolean
}

/** The grades of one key on one instance; null for none. */
export function gradesOf({ declared, observed, proven }: MapInstance, key: number): Grades | null {
  const grades = {
    declared: declared.includes(key),
    observed: observed.includes(key),
    proven: proven.includes(key),
  }
  return grades.declared || grades.observed || grades.proven ? grades : null
}

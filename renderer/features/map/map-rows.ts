import type { KeyMap, MapAccount, MapInstance, MapKey } from '../../../contract/map.js'
import { keyTitle, mapKeyType } from './map-words.js'

export interface Row<T> {
  id: string
  /** Where it stands in the tables. */
  index: number
  row: T
  /** What the filter looks at, in lower case: the row's own text, and beside it that of keys, which many rows share. */
  haystack: string
  keyTexts: readonly string[]
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

const none: readonly string[] = []

/** Once per answer of the host, not per keystroke: there may be ten thousand. */
export function makeRows({ keys, instances, accounts }: KeyMap): MapRows {
  const titles = keys.map(keyTitle)
  const looks = keys.map((key, index) => keyLooks(key, titles[index] ?? '').toLowerCase())
  const accountNames = new Map(accounts.map(({ id, name }) => [id, name]))
  const titlesOf = (indices: number[]) => indices.map((index) => titles[index] ?? '')
  return {
    keys: keys.map((row, index) => {
      const places = [...row.accounts, ...row.missing].map((account) => accounts[account]?.name)
      const texts = [looks[index], mapKeyType(row), ...places]
      const words = { haystack: haystack(texts), keyTexts: none }
      return { id: row.id, index, row, title: titles[index] ?? '', ...words }
    }),
    instances: instances.map((row, index) => {
      const accountName = accountNames.get(row.accountId ?? '') ?? ''
      const trusted = new Set([...row.declared, ...row.observed, ...row.proven])
      return {
        ...{ id: row.id, index, row, accountName },
        haystack: haystack([row.name, row.id, row.address, row.state, accountName]),
        keyTexts: [...trusted].map((key) => looks[key] ?? ''),
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
      keyTexts: none,
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

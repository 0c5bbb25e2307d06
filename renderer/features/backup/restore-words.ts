import type { RestoreResult, RestoreRow } from '../../../contract/backup.js'
import type { Tone } from '../../ui/tone.js'

export const kindWords: Record<RestoreRow['kind'], string> = {
  key: 'Key pairs',
  account: 'Accounts',
  host: 'Own hosts',
  bindings: 'Bindings',
  connections: 'Connection settings',
  bastions: 'Bastions',
  forwards: 'Forwards',
  wanted: 'Sync rules',
  'known-host': 'Known hosts',
  snippets: 'Snippets',
  nameplates: 'Names and colours',
  settings: 'Settings',
}

const kinds = Object.keys(kindWords) as RestoreRow['kind'][]

/** The rows under the heading of their kind, without kinds that have none. */
export function byKind(rows: RestoreRow[]): { kind: RestoreRow['kind']; rows: RestoreRow[] }[] {
  return kinds
    .map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) }))
    .filter((group) => group.rows.length > 0)
}

export const stateWords: Record<RestoreRow['state'], { says: string; tone: Tone }> = {
  new: { says: 'New', tone: 'ok' },
  same: { says: 'The same here', tone: 'idle' },
  different: { says: 'Different here', tone: 'warn' },
  bin: { says: 'In the bin here', tone: 'warn' },
}

/** What restoring a row would do and why, as sentences. */
export function rowWords({ does, differs, state }: RestoreRow): string {
  const why = differs.length === 0 ? '' : `${capital(differs.join(', '))}. `
  if (does !== null) return `${why}Restoring ${does}.`
  return state === 'same' ? '' : `${why}What is here stays.`
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const counted = (noun: string) => (amount: number) => `${amount} ${noun}${amount === 1 ? '' : 's'}`

const amountWords: Record<RestoreRow['kind'], (amount: number) => string> = {
  key: counted('key pair'),
  account: counted('account'),
  host: counted('own host'),
  'known-host': counted('known host'),
  bindings: () => 'the bindings',
  connections: () => 'the connection settings',
  bastions: () => 'the bastions',
  forwards: () => 'the forwards',
  wanted: () => 'the sync rules',
  snippets: () => 'the snippets',
  nameplates: () => 'names and colours',
  settings: () => 'the settings',
}

/** "3 key pairs, 1 account and 2 known hosts". */
export function countWords(rows: RestoreRow[]): string {
  const parts = byKind(rows).map(({ kind, rows: { length } }) => amountWords[kind](length))
  const last = parts.pop() ?? 'nothing'
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
}

export interface RestoreOutcome {
  chosen: number
  restored: number
  failed: number
  /** Not begun, because it was stopped. */
  left: number
}

/** What became of the rows that were chosen. */
export function outcomeOf(chosen: number, results: RestoreResult[]): RestoreOutcome {
  const failed = results.filter(({ outcome }) => outcome === 'failed').length
  return { chosen, restored: results.length - failed, failed, left: chosen - results.length }
}

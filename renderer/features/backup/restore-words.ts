import type { RestoreResult, RestoreRow } from '../../../contract/backup.js'
import { plural, say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'
import { hear } from '../../words/language.js'

export const kindWords: Record<RestoreRow['kind'], string> = {
  key: say`Key pairs`,
  account: say`Accounts`,
  host: say`Own hosts`,
  bindings: say`Bindings`,
  connections: say`Connection settings`,
  bastions: say`Bastions`,
  forwards: say`Forwards`,
  wanted: say`Sync rules`,
  'known-host': say`Known hosts`,
  snippets: say`Snippets`,
  nameplates: say`Names and colours`,
  settings: say`Settings`,
}

const kinds = Object.keys(kindWords) as RestoreRow['kind'][]

/** The rows under the heading of their kind, without kinds that have none. */
export function byKind(rows: RestoreRow[]): { kind: RestoreRow['kind']; rows: RestoreRow[] }[] {
  return kinds
    .map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) }))
    .filter((group) => group.rows.length > 0)
}

export const stateWords: Record<RestoreRow['state'], { says: string; tone: Tone }> = {
  new: { says: say`New`, tone: 'ok' },
  same: { says: say`The same here`, tone: 'idle' },
  different: { says: say`Different here`, tone: 'warn' },
  bin: { says: say`In the bin here`, tone: 'warn' },
}

/** What restoring a row would do and why, as sentences. */
export function rowWords({ does, differs, state }: RestoreRow): string {
  const why = differs.length === 0 ? [] : [`${capital(differs.map(hear).join(', '))}.`]
  if (does !== null) return [...why, say`Restoring ${hear(does)}.`].join(' ')
  return state === 'same' ? '' : [...why, say`What is here stays.`].join(' ')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const amountWords: Record<RestoreRow['kind'], (amount: number) => string> = {
  key: (amount) => say`${plural(amount, '# key pair', '# key pairs')}`,
  account: (amount) => say`${plural(amount, '# account', '# accounts')}`,
  host: (amount) => say`${plural(amount, '# own host', '# own hosts')}`,
  'known-host': (amount) => say`${plural(amount, '# known host', '# known hosts')}`,
  bindings: () => say`the bindings`,
  connections: () => say`the connection settings`,
  bastions: () => say`the bastions`,
  forwards: () => say`the forwards`,
  wanted: () => say`the sync rules`,
  snippets: () => say`the snippets`,
  nameplates: () => say`names and colours`,
  settings: () => say`the settings`,
}

/** "3 key pairs, 1 account and 2 known hosts". */
export function countWords(rows: RestoreRow[]): string {
  const parts = byKind(rows).map(({ kind, rows: { length } }) => amountWords[kind](length))
  const last = parts.pop() ?? say`nothing`
  return parts.length === 0 ? last : say`${parts.join(', ')} and ${last}`
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

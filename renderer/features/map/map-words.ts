import type { MapAccount, MapInstance, MapKey, MapMark, WeakReason } from '../../../contract/map.js'
import { numberText } from '../../ui/number-text.js'
import type { MapView } from './map-target.js'

/** A key in a row: its name, else the end of what it is known by. */
export function keyTitle({
  name,
  fingerprint,
  fingerprintMd5,
}: Pick<MapKey, 'name' | 'fingerprint' | 'fingerprintMd5'>): string {
  if (name !== '') return name
  const known = fingerprint ?? fingerprintMd5
  return known === null ? 'a key without a name' : `…${known.slice(-8)}`
}

const typeNames: Record<string, string | undefined> = {
  __proto__: null as never,
  ed25519: 'Ed25519',
  'ed25519-sk': 'Ed25519 (hardware)',
  'ecdsa-sk': 'ECDSA (hardware)',
}

/** "Ed25519", "RSA 4096", "ECDSA P-256", "DSA 1024"; "not known" where only a fingerprint or a name is. */
export function mapKeyType({ type, bits }: Pick<MapKey, 'type' | 'bits'>): string {
  const size = bits === null ? '' : ` ${bits}`
  if (type === 'rsa' || type === 'dsa') return `${type.toUpperCase()}${size}`
  if (type === 'ecdsa') return `ECDSA P-${bits}`
  return typeNames[type] ?? (type === '' ? 'not known' : type)
}

const stateWords = { active: 'in the vault', archived: 'archived', bin: 'in the bin' }

/** Where the vault has it. */
export function vaultWords({ state }: Pick<MapKey, 'state'>): string {
  return state === null ? 'not in this vault' : stateWords[state]
}

const weakWords: Record<WeakReason, string> = { dsa: 'DSA', 'short-rsa': 'short RSA', old: 'old' }

/** What is to be looked at, in words that stand beside a key, an instance or an account. */
const markWords: Record<MapMark, string> = {
  unknown: 'unknown keys',
  weak: 'weak keys',
  retired: 'retired keys',
  'not-proven': 'not proven',
  'not-declared': 'observed, not declared',
  'not-observed': 'not in the file that was read',
  'never-read': 'never read',
  missing: 'keys missing',
  'same-name': 'same name, other key',
  'several-names': 'several names',
}

/** In a key's row. */
export function keyNotes({
  marks,
  weak,
  missing,
  state,
}: Pick<MapKey, 'marks' | 'weak' | 'missing' | 'state'>): string[] {
  return marks.map((mark) => {
    if (mark === 'unknown') return 'not in this vault'
    if (mark === 'weak') return weak.map((reason) => weakWords[reason]).join(', ')
    if (mark === 'retired')
      return state === 'active' ? 'past its last day, still there' : `${vaultWords({ state })}, still there`
    if (mark === 'missing')
      return missing.length === 1 ? 'missing on 1 account' : `missing on ${missing.length} accounts`
    return markWords[mark]
  })
}

/** In an instance's or an account's row. */
export function rowNotes({ marks }: Pick<MapInstance | MapAccount, 'marks'>): string[] {
  return marks.map((mark) => markWords[mark])
}

const all = { value: 'all', label: 'Everything' } as const
const option = (value: MapMark, label = firstUpper(markWords[value])) => ({ value, label })

/** What each table can be narrowed to. */
export const facets: Record<MapView, { value: MapMark | 'all'; label: string }[]> = {
  keys: [
    all,
    option('unknown', 'Not in this vault'),
    option('weak', 'Weak'),
    option('retired', 'Retired, still trusted'),
    option('not-proven'),
    option('not-declared'),
    option('not-observed'),
    option('missing', 'Missing on an account'),
    option('same-name'),
    option('several-names'),
  ],
  instances: [
    all,
    option('not-proven'),
    option('not-declared'),
    option('not-observed'),
    option('never-read', 'Never read over SSH'),
    option('unknown'),
    option('weak'),
    option('retired'),
  ],
  accounts: [
    all,
    option('unknown'),
    option('missing'),
    option('same-name'),
    option('several-names'),
    option('weak'),
    option('retired'),
  ],
}

function firstUpper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** "1 instance", "3 instances". */
export function counted(count: number, one: string): string {
  return `${numberText(count)} ${count === 1 ? one : `${one}s`}`
}

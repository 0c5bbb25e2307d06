import type { MapAccount, MapInstance, MapKey, MapMark, WeakReason } from '../../../contract/map.js'
import { plural, say } from '../../../contract/words/say.js'
import type { MapView } from './map-target.js'

/** A key in a row: its name, else the end of what it is known by. */
export function keyTitle({
  name,
  fingerprint,
  fingerprintMd5,
}: Pick<MapKey, 'name' | 'fingerprint' | 'fingerprintMd5'>): string {
  if (name !== '') return name
  const known = fingerprint ?? fingerprintMd5
  return known === null ? say`a key without a name` : `…${known.slice(-8)}`
}

const typeNames: Record<string, string | undefined> = {
  __proto__: null as never,
  ed25519: say`Ed25519`,
  'ed25519-sk': say`Ed25519 (hardware)`,
  'ecdsa-sk': say`ECDSA (hardware)`,
}

/** "Ed25519", "RSA 4096", "ECDSA P-256", "DSA 1024"; "not known" where only a fingerprint or a name is. */
export function mapKeyType({ type, bits }: Pick<MapKey, 'type' | 'bits'>): string {
  const size = bits === null ? '' : ` ${bits}`
  if (type === 'rsa' || type === 'dsa') return `${type.toUpperCase()}${size}`
  if (type === 'ecdsa') return say`ECDSA P-${bits}`
  return typeNames[type] ?? (type === '' ? say`not known` : type)
}

const stateWords = { active: say`in the vault`, archived: say`archived`, bin: say`in the bin` }

/** Where the vault has it. */
export function vaultWords({ state }: Pick<MapKey, 'state'>): string {
  return state === null ? say`not in this vault` : stateWords[state]
}

const weakWords: Record<WeakReason, string> = { dsa: 'DSA', 'short-rsa': say`short RSA`, old: say`old` }

/** What is to be looked at, in words that stand beside a key, an instance or an account. */
const markWords: Record<MapMark, string> = {
  unknown: say`unknown keys`,
  weak: say`weak keys`,
  retired: say`retired keys`,
  'not-proven': say`not proven`,
  'not-declared': say`observed, not declared`,
  'not-observed': say`not in the file that was read`,
  'never-read': say`never read`,
  missing: say`keys missing`,
  'same-name': say`same name, other key`,
  'several-names': say`several names`,
}

/** In a key's row. */
export function keyNotes({
  marks,
  weak,
  missing,
  state,
}: Pick<MapKey, 'marks' | 'weak' | 'missing' | 'state'>): string[] {
  return marks.map((mark) => {
    if (mark === 'unknown') return say`not in this vault`
    if (mark === 'weak') return weak.map((reason) => weakWords[reason]).join(', ')
    if (mark === 'retired')
      return state === 'active'
        ? say`past its last day, still there`
        : say`${vaultWords({ state })}, still there`
    if (mark === 'missing')
      return say`${plural(missing.length, 'missing on 1 account', 'missing on # accounts')}`
    return markWords[mark]
  })
}

/** In an instance's or an account's row. */
export function rowNotes({ marks }: Pick<MapInstance | MapAccount, 'marks'>): string[] {
  return marks.map((mark) => markWords[mark])
}

const all = { value: 'all', label: say`Everything` } as const
const option = (value: MapMark, label = firstUpper(markWords[value])) => ({ value, label })

/** What each table can be narrowed to. */
export const facets: Record<MapView, { value: MapMark | 'all'; label: string }[]> = {
  keys: [
    all,
    option('unknown', say`Not in this vault`),
    option('weak', say`Weak`),
    option('retired', say`Retired, still trusted`),
    option('not-proven'),
    option('not-declared'),
    option('not-observed'),
    option('missing', say`Missing on an account`),
    option('same-name'),
    option('several-names'),
  ],
  instances: [
    all,
    option('not-proven'),
    option('not-declared'),
    option('not-observed'),
    option('never-read', say`Never read over SSH`),
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
export function countedInstances(count: number): string {
  return say`${plural(count, '# instance', '# instances')}`
}

/** "1 key", "3 keys". */
export function countedKeys(count: number): string {
  return say`${plural(count, '# key', '# keys')}`
}

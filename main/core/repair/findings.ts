import type { ActivityEntry } from '../../../contract/activity.js'
import type { ActivityRecord } from '../activity/record.js'
import type { CloudAdapter } from '../clouds/cloud.js'
import type { ProfileStore, SecretStore } from '../ports.js'
import { type AccountRecord, isShown, type KeyRecord, type Profile } from '../profile.js'
import { isId, secretCollections, secretName, secretNames } from '../vault/secret-record.js'
import {
  damagedFinding,
  type Entry,
  type Found,
  missingFinding,
  unlistedAccount,
  unlistedKey,
} from './finding.js'
import {
  type Look,
  lookAtAccount,
  lookAtKey,
  lookAtUnlistedAccount,
  lookAtUnlistedKey,
  proveKey,
} from './look.js'

export interface SearchParts {
  profile: ProfileStore
  secrets: SecretStore
  adapters: readonly Pick<CloudAdapter, 'kind' | 'label' | 'fields'>[]
  history: ActivityRecord['list']
}

export interface Searched {
  findings: Found[]
  keys: { whole: number; of: number }
  accounts: { whole: number; of: number }
}

/**
 * Holds the names of the secrets against the entries, and both ways looks at what has no other half, so that nothing is
 * said of what was changed meanwhile. `suspects` are the secrets that are read anyway, or `all`. Tells after each entry
 * how many have been gone through. Throws the vault's errors.
 */
export async function* search(
  parts: SearchParts,
  suspects: ReadonlySet<string> | 'all',
): AsyncGenerator<{ looked: number; of: number }, Searched> {
  const { profile, secrets } = parts
  // Names first: an entry is written before its secret, and goes after it.
  const names = new Set(await secrets.names())
  const entries = expected(profile.read())
  const searched: Searched = {
    findings: [],
    keys: share(entries, 'keys'),
    accounts: share(entries, 'accounts'),
  }
  for (const [index, entry] of entries.entries()) {
    const name = secretName(entry.of, entry.record.id)
    if (suspects === 'all' || suspects.has(name) || !names.has(name)) {
      const look = await lookAt(secrets, entry)
      if (look !== 'whole') {
        searched[entry.of].whole--
        searched.findings.push(findingOf(entry, look))
      }
    }
    yield { looked: index + 1, of: entries.length }
  }
  const found = await unlisted(parts, names)
  return { ...searched, findings: [...searched.findings, ...found] }
}

function expected({ keys, accounts }: Profile): Entry[] {
  const isStored = ({ phase }: KeyRecord | AccountRecord) => phase === 'stored'
  return [
    ...keys
      .filter((record) => isStored(record) && record.hasPrivate)
      .map((record) => ({ of: 'keys' as const, record })),
    ...accounts.filter(isStored).map((record) => ({ of: 'accounts' as const, record })),
  ]
}

function share(entries: Entry[], of: Entry['of']) {
  const count = entries.filter((entry) => entry.of === of).length
  return { whole: count, of: count }
}

function lookAt(secrets: SecretStore, entry: Entry): Promise<Look> {
  return entry.of === 'keys' ? proveKey(secrets, entry.record) : lookAtAccount(secrets, entry.record)
}

function findingOf(entry: Entry, look: Exclude<Look, 'whole'>): Found {
  return look === 'missing' ? missingFinding(entry) : damagedFinding(entry, look)
}

async function unlisted(parts: SearchParts, names: ReadonlySet<string>): Promise<Found[]> {
  const known = new Set(secretNames(parts.profile.read()))
  const loose = [...names].filter((name) => !known.has(name))
  const history = loose.length === 0 ? [] : await eventsOf(parts.history)
  const found: Found[] = []
  for (const name of loose) {
    const finding = await looseSecret(parts, name, history)
    if (finding !== null) found.push(finding)
  }
  return found
}

/** The newest first. */
async function eventsOf(history: ActivityRecord['list']): Promise<ActivityEntry[]> {
  return (await history({ text: '', events: [], limit: 10_000 }, {})).entries
}

async function looseSecret(
  { profile, secrets, adapters }: SearchParts,
  name: string,
  history: ActivityEntry[],
): Promise<Found | null> {
  for (const collection of secretCollections) {
    const id = name.slice(secretName(collection, '').length)
    if (name !== secretName(collection, id) || !isId(id)) continue
    if (collection === 'accounts') {
      const { look, fields } = await lookAtUnlistedAccount(secrets, id)
      return look === 'missing' ? null : unlistedAccount({ id, look, fields, adapters, history })
    }
    const { look, key } = await lookAtUnlistedKey(secrets, id)
    if (look === 'missing') return null
    const twin = key === null ? null : await twinOf(profile.read(), secrets, key.blob)
    const taken = profile
      .read()
      .keys.filter(isShown)
      .map((record) => record.name)
    return unlistedKey({ id, look, key, twin, taken, history })
  }
  return null
}

async function twinOf({ keys }: Profile, secrets: SecretStore, blob: Buffer) {
  const base64 = blob.toString('base64')
  const record = keys.find((key) => isShown(key) && key.blob === base64)
  if (record === undefined) return null
  const whole = record.hasPrivate && (await lookAtKey(secrets, record)) === 'whole'
  return { name: record.name, whole }
}

import { randomUUID } from 'node:crypto'
import { told } from '../../../contract/words/say.js'
import { readKeys } from '../keys/formats/read-keys.js'
import { damagedKey } from '../keys/key-errors.js'
import { type ProvenKey, requireSoundPublicHalf, withPkcs8 } from '../keys/prove.js'
import { oneLine } from '../keys/public-key.js'
import { eachOnce } from '../keys/store-key.js'
import { withSecretText } from '../lib/secret-text.js'
import { secretCopy, wipe } from '../lib/wipe.js'
import type { ProfileStore, SecretStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import { lookAtKey } from '../repair/look.js'
import {
  completeRecord,
  isId,
  type NewSecretRecord,
  secretName,
  storeRecords,
} from '../vault/secret-record.js'
import type { KeyCandidate } from './candidate.js'
import { freeName } from './free-name.js'
import { plainName } from './plain-name.js'

interface Stores {
  profile: ProfileStore
  secrets: SecretStore
}

type NewRecord = Omit<KeyRecord, 'phase'>

/**
 * Stores key pairs that are not here yet, together; one that can't be is a result of its own. Answers in their order the
 * record of each, or why it is not there.
 */
export async function restoreNewKeys(
  candidates: KeyCandidate[],
  { profile, secrets }: Stores,
): Promise<PromiseSettledResult<NewRecord>[]> {
  const taken = profile.read().keys.map(({ name }) => name)
  const there = new Set(await secrets.names())
  const results: PromiseSettledResult<NewRecord>[] = []
  const pairs: (NewSecretRecord<'keys'> & { at: number })[] = []
  try {
    for (const [at, candidate] of candidates.entries()) {
      try {
        const { record, secret } = await readCandidate(candidate, { taken, there }, profile)
        taken.push(record.name)
        if (secret === null) await storePublicHalf(profile, record)
        else pairs.push({ at, record, secret })
        results.push({ status: 'fulfilled', value: record })
      } catch (reason) {
        results.push({ status: 'rejected', reason })
      }
    }
    const stored = pairs.length === 0 ? [] : await storeRecords(profile, secrets, 'keys', pairs)
    for (const [index, { at }] of pairs.entries()) {
      const result = stored[index]
      if (result?.status === 'rejected') results[at] = result
    }
    return results
  } finally {
    wipe(...pairs.map(({ secret }) => secret))
  }
}

/** Names of key pairs, and of secrets in the store. */
interface Used {
  taken: string[]
  there: ReadonlySet<string>
}

/** `secret` is null for a public half; the caller wipes it. */
async function readCandidate({ key }: KeyCandidate, used: Used, profile: ProfileStore) {
  const proven = key.privateKey === null ? null : await prove(key.privateKey, key.blob)
  const record = recordOf(key, proven !== null, used, profile)
  let secret: Uint8Array | null = null
  if (proven !== null)
    await withPkcs8(proven, async (pkcs8) => {
      secret = secretCopy(pkcs8)
    })
  return { record, secret }
}

function recordOf(
  key: KeyCandidate['key'],
  hasPrivate: boolean,
  { taken, there }: Used,
  profile: ProfileStore,
): NewRecord {
  const facts = requireSoundPublicHalf(Buffer.from(key.blob, 'base64'))
  const { blob, origin, createdAt, lastUsedAt, archivedAt, expiresOn } = key
  // A secret that no entry belongs to is not to be written over either.
  const isTaken = profile.read().keys.some(({ id }) => id === key.id) || there.has(secretName('keys', key.id))
  return {
    id: isTaken || !isId(key.id) ? randomUUID() : key.id,
    name: freeName(plainName(key.name, 240), taken),
    ...{ type: facts.type, bits: facts.bits, blob, origin, createdAt, lastUsedAt, archivedAt, expiresOn },
    comment: oneLine(key.comment).slice(0, 500),
    description: key.description.slice(0, 2000),
    tags: eachOnce(key.tags.map((tag) => plainName(tag, 50))).slice(0, 20),
    hasPrivate,
    binnedAt: null,
    dueSince: null,
  }
}

async function storePublicHalf(profile: ProfileStore, record: NewRecord): Promise<void> {
  await profile.update((now) => ({ ...now, keys: [...now.keys, { ...record, phase: 'stored' }] }))
}

/** Gives the entry here that has the same public key its private half where that is missing, and takes it out of the bin. */
export async function restoreTwin(
  { key }: KeyCandidate,
  twin: KeyRecord,
  { profile, secrets }: Stores,
): Promise<KeyRecord> {
  const proven = key.privateKey === null ? null : await prove(key.privateKey, key.blob)
  const isWhole = twin.hasPrivate && (await lookAtKey(secrets, twin)) === 'whole'
  if (!isWhole && proven !== null)
    await withPkcs8(proven, (secret) => completeRecord(profile, secrets, twin.id, secret))
  const change = (known: KeyRecord) =>
    known.id === twin.id ? { ...known, binnedAt: null, dueSince: null } : known
  await profile.update((now) => ({ ...now, keys: now.keys.map(change) }))
  return twin
}

/** Read and proven as one from outside: whoever knows a recipient can encrypt to it. */
async function prove(privateKey: string, blob: string): Promise<ProvenKey> {
  return withSecretText(privateKey, async (bytes) => {
    const [found] = await readKeys(bytes, null)
    if (found?.state === 'refused') throw found.problem
    if (found?.state !== 'key') throw damagedKey(told`it is no private key`)
    if (found.proven.blob.toString('base64') !== blob)
      throw damagedKey(told`it belongs to another public key`)
    return found.proven
  })
}

import { isLatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { ProfileStore, SecretStore } from '../ports.js'
import type { Profile } from '../profile.js'
import { sureOfAnswer } from './sure-of-answer.js'

/** The collections of the profile whose records each have one secret in the vault. */
export const secretCollections = ['keys', 'accounts'] as const
export type SecretCollection = (typeof secretCollections)[number]

const prefixes: Record<SecretCollection, string> = { keys: 'key', accounts: 'account' }

/** Where a record's secret is in the store: `key/<id>` or `account/<id>`. */
export function secretName(collection: SecretCollection, id: string): string {
  return `${prefixes[collection]}/${id}`
}

/** Whether it may become part of names in the keychain and of the vault's own. */
export const isId = (id: string) => /^[\w-]{1,64}$/.test(id)

/**
 * Every name under which the profile expects a secret, or can't rule it out: those of records that are coming or going
 * as well, but not those of entries that have only their public half.
 */
export function secretNames({ keys, accounts, ...profile }: Profile): string[] {
  const withSecret = keys.filter(({ hasPrivate, phase }) => hasPrivate || phase !== 'stored')
  return [
    ...withSecret.map(({ id }) => secretName('keys', id)),
    ...accounts.map(({ id }) => secretName('accounts', id)),
    ...proxySecretNames(profile),
  ]
}

/** Where the password of a proxy is in the store. */
export const proxySecretName = (passwordId: string) => `proxy/${passwordId}`

/** Those that connections name. */
export function proxySecretNames({ connections }: Pick<Profile, 'connections'>): string[] {
  return connections.flatMap(({ proxy }) =>
    proxy === null || proxy.passwordId === null ? [] : [proxySecretName(proxy.passwordId)],
  )
}

/**
 * Stores a record and its secret as one thing: record (`creating`), secret, record (`stored`). A crash between any
 * two of them is finished at the next opening of the vault. The caller wipes `secret`.
 *
 * Throws what the stores throw. What was written is then taken back; where that fails as well, the record stays
 * `deleting`, which is never shown, and the next opening takes it back.
 */
export async function storeRecord<C extends SecretCollection>(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: C,
  record: Omit<Profile[C][number], 'phase'>,
  secret: Uint8Array,
): Promise<void> {
  await profile.update((now) => ({
    ...now,
    [collection]: [...now[collection], { ...record, phase: 'creating' }],
  }))
  try {
    await secrets.set(secretName(collection, record.id), secret)
    await markStored(profile, collection, record.id)
  } catch (error) {
    await takeBack(profile, secrets, collection, record.id, error)
  }
}

/** A record that is not in the profile yet, and its secret, which the caller wipes. */
export interface NewSecretRecord<C extends SecretCollection> {
  record: Omit<Profile[C][number], 'phase'>
  secret: Uint8Array
}

/**
 * Stores several as `storeRecord` does each, with two changes of the profile for all of them, and one write of the store
 * where it takes them together (a sealed file). Answers in their order what became of each.
 */
export async function storeRecords<C extends SecretCollection>(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: C,
  records: NewSecretRecord<C>[],
): Promise<PromiseSettledResult<void>[]> {
  const creating = records.map(({ record }) => ({ ...record, phase: 'creating' }))
  await profile.update((now) => ({ ...now, [collection]: [...now[collection], ...creating] }))
  const results = await Promise.allSettled(
    records.map(({ record, secret }) => secrets.set(secretName(collection, record.id), secret)),
  )
  const ids = records
    .filter((_record, at) => results[at]?.status === 'fulfilled')
    .map(({ record }) => record.id)
  const marked = profile.update((now) =>
    ids.reduce((next, id) => withPhase(next, collection, id, 'stored'), now),
  )
  const notMarked = await marked.then(
    () => null,
    (error: unknown) => ({ status: 'rejected' as const, reason: error }),
  )
  const final = results.map((result) => (result.status === 'fulfilled' ? (notMarked ?? result) : result))
  for (const [at, { record }] of records.entries()) {
    const result = final[at]
    if (result?.status === 'rejected')
      await takeBack(profile, secrets, collection, record.id, result.reason).catch(() => undefined) // told in the answer
  }
  return final
}

/**
 * Gives an entry that has only its public half its secret: record (`adding`), secret, record (`stored`, with its private
 * half). Throws what the stores throw; the entry is then what it was, at the latest after the next opening.
 * The caller wipes `secret`.
 */
export async function completeRecord(
  profile: ProfileStore,
  secrets: SecretStore,
  id: string,
  secret: Uint8Array,
): Promise<void> {
  await profile.update((now) => withPhase(now, 'keys', id, 'adding'))
  try {
    await secrets.set(secretName('keys', id), secret)
  } catch (error) {
    await noteCompletion(profile, secrets, id).catch((suppressed) => {
      if (error instanceof Error) Object.assign(error, { suppressed })
    })
    throw error
  }
  await markCompleted(profile, id)
}

/**
 * Ends a completion that was cut off: the entry has its private half if the store has the secret, and is what it was if
 * not, also where that is one whose private half is missing. Answers whether the store has it.
 */
export async function noteCompletion(
  profile: ProfileStore,
  secrets: SecretStore,
  id: string,
): Promise<boolean> {
  const there = await isThere(secrets, secretName('keys', id))
  if (there) await markCompleted(profile, id)
  else await markStored(profile, 'keys', id)
  return there
}

/** One that can't be read is there as well: a look through the vault says what is the matter with it. */
export async function isThere(secrets: SecretStore, name: string): Promise<boolean> {
  try {
    const secret = await secrets.get(name)
    wipe(secret)
    return secret !== null
  } catch (error) {
    if (isLatchkeyError(error, 'vault-damaged')) return true
    throw error
  }
}

async function markCompleted(profile: ProfileStore, id: string): Promise<void> {
  await profile.update((now) => ({
    ...now,
    keys: now.keys.map((key) => (key.id === id ? { ...key, phase: 'stored', hasPrivate: true } : key)),
  }))
}

/**
 * Removes a record and its secret: record (`deleting`), secret, then the record. `alongside` is one step with the first:
 * it throws where the record has to stay, and takes what goes with it out of the profile. Throws what the stores throw;
 * a store that does not answer to begin with changes nothing.
 */
export async function removeRecord(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: SecretCollection,
  id: string,
  alongside?: (now: Profile) => Profile,
): Promise<void> {
  await sureOfAnswer(secrets)
  await carryOutRemoval(profile, secrets, collection, id, alongside)
}

async function carryOutRemoval(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: SecretCollection,
  id: string,
  alongside: (now: Profile) => Profile = (now) => now,
): Promise<void> {
  await profile.update((now) => withPhase(alongside(now), collection, id, 'deleting'))
  await secrets.delete(secretName(collection, id))
  await dropRecord(profile, collection, id)
}

/** The record's secret is in the store for sure. */
export async function markStored(profile: ProfileStore, collection: SecretCollection, id: string) {
  await profile.update((now) => withPhase(now, collection, id, 'stored'))
}

/** The record has no secret in the store for sure. */
export async function dropRecord(profile: ProfileStore, collection: SecretCollection, id: string) {
  await profile.update((now) => ({
    ...now,
    [collection]: now[collection].filter((record) => record.id !== id),
  }))
}

async function takeBack(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: SecretCollection,
  id: string,
  error: unknown,
): Promise<never> {
  await carryOutRemoval(profile, secrets, collection, id).catch((suppressed) => {
    if (error instanceof Error) Object.assign(error, { suppressed })
  })
  throw error
}

function withPhase(
  profile: Profile,
  collection: SecretCollection,
  id: string,
  phase: 'stored' | 'adding' | 'deleting',
): Profile {
  const records = profile[collection].map((record) => (record.id === id ? { ...record, phase } : record))
  return { ...profile, [collection]: records }
}

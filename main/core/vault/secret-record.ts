import type { ProfileStore, SecretStore } from '../ports.js'
import type { Profile } from '../profile.js'

/** The collections of the profile whose records each have one secret in the vault. */
export const secretCollections = ['keys', 'accounts'] as const
export type SecretCollection = (typeof secretCollections)[number]

const prefixes: Record<SecretCollection, string> = { keys: 'key', accounts: 'account' }

/** Where a record's secret is in the store: `key/<id>` or `account/<id>`. */
export function secretName(collection: SecretCollection, id: string): string {
  return `${prefixes[collection]}/${id}`
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

/** Removes a record and its secret: record (`deleting`), secret, then the record. Throws what the stores throw. */
export async function removeRecord(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: SecretCollection,
  id: string,
): Promise<void> {
  await profile.update((now) => withPhase(now, collection, id, 'deleting'))
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
  await removeRecord(profile, secrets, collection, id).catch((suppressed) => {
    if (error instanceof Error) Object.assign(error, { suppressed })
  })
  throw error
}

function withPhase(
  profile: Profile,
  collection: SecretCollection,
  id: string,
  phase: 'stored' | 'deleting',
): Profile {
  const records = profile[collection].map((record) => (record.id === id ? { ...record, phase } : record))
  return { ...profile, [collection]: records }
}

import type { KeyRecords } from '../keys/key-records.js'
import { secretMissing } from '../keys/key-refusals.js'
import { withPkcs8 } from '../keys/prove.js'
import { wipe } from '../lib/wipe.js'
import type { Clock, ProfileStore, SecretStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import { completeRecord, secretName } from '../vault/secret-record.js'
import type { Found } from './finding.js'
import { provenIn } from './look.js'

/*
 * Each repair is one write, of the profile or of the vault, or the steps of any key that gets its private half: cut off
 * anywhere, the same thing is found again, or it is repaired.
 */

/** The entry says from now on what is so: that it has only its public half. */
export async function keepPublicHalf(profile: ProfileStore, id: string): Promise<void> {
  await changeKey(profile, id, { hasPrivate: false })
}

export interface PutBackParts {
  profile: ProfileStore
  secrets: SecretStore
  records: KeyRecords
  clock: Clock
}

/**
 * Gives the private key in `key/<id>` an entry, or its own entry with the same public key its private half. Answers the
 * entry. Throws `key-name-taken`, `key-damaged` and the vault's errors.
 */
export async function putBack(parts: PutBackParts, id: string, name: string): Promise<KeyRecord> {
  const { profile, secrets, records, clock } = parts
  const pkcs8 = await secrets.get(secretName('keys', id))
  if (pkcs8 === null) throw secretMissing(name)
  try {
    const proven = await provenIn(pkcs8)
    const twin = records.twinOf(proven.blob)
    if (twin === undefined) {
      records.requireFreeName(name)
      const { type, bits, blob } = proven
      const createdAt = new Date(clock.now()).toISOString()
      const record = { ...bare, id, name, type, bits, blob: blob.toString('base64'), createdAt }
      await profile.update((now) => ({ ...now, keys: [...now.keys, record] }))
      return records.find(id)
    }
    if (twin.id === id) await changeKey(profile, id, { hasPrivate: true })
    else await withPkcs8(proven, (secret) => completeRecord(profile, secrets, twin.id, secret))
    return records.find(twin.id)
  } finally {
    wipe(pkcs8)
  }
}

const bare = {
  ...{ phase: 'stored' as const, origin: 'imported' as const, hasPrivate: true },
  ...{ comment: '', description: '', tags: [], expiresOn: null },
  ...{ lastUsedAt: null, archivedAt: null, binnedAt: null, dueSince: null },
}

/** Deletes a secret that no entry belongs to, and only such a one. */
export async function deleteUnlisted(
  profile: ProfileStore,
  secrets: SecretStore,
  { id, entryId, kind }: Found,
): Promise<void> {
  const { keys, accounts } = profile.read()
  const owners = kind === 'key-unlisted' ? keys.filter(({ hasPrivate }) => hasPrivate) : accounts
  if (owners.some((owner) => owner.id === entryId)) throw new Error('An entry has come to this secret')
  await secrets.delete(id)
}

async function changeKey(profile: ProfileStore, id: string, part: Partial<KeyRecord>): Promise<void> {
  const changed = (key: KeyRecord) => (key.id === id ? { ...key, ...part } : key)
  await profile.update((now) => ({ ...now, keys: now.keys.map(changed) }))
}

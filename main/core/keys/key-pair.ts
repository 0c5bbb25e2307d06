import type { KeyPair, KeyState } from '../../../contract/keys.js'
import type { KeyRecord, Profile } from '../profile.js'
import { fingerprintMd5, fingerprintSha256, publicKeyLine } from './public-key.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** What the window sees of a record: everything but the private half. */
export function toKeyPair(
  record: KeyRecord,
  { vault, settings }: Pick<Profile, 'vault' | 'settings'>,
): KeyPair {
  const { id, name, description, tags, comment, expiresOn, type, bits, origin, createdAt, lastUsedAt } =
    record
  const { binnedAt, archivedAt } = record
  return {
    id,
    name,
    description,
    tags,
    comment,
    expiresOn,
    type,
    bits,
    ...publicLooks(record),
    origin,
    createdAt,
    lastUsedAt,
    storedIn: record.hasPrivate ? (vault?.backend ?? 'sealed-file') : null,
    state: stateOf(record),
    stateSince: binnedAt ?? archivedAt,
    purgeAt: binnedAt === null ? null : purgeAt(binnedAt, settings.binDays),
  }
}

export function stateOf({ binnedAt, archivedAt }: Pick<KeyRecord, 'binnedAt' | 'archivedAt'>): KeyState {
  if (binnedAt !== null) return 'bin'
  return archivedAt === null ? 'active' : 'archived'
}

/** When a key pair that came into the bin at `binnedAt` goes for good. ISO 8601, UTC. */
export function purgeAt(binnedAt: string, binDays: number): string {
  return new Date(Date.parse(binnedAt) + binDays * DAY_MS).toISOString()
}

function publicLooks({ blob, comment }: KeyRecord) {
  const bytes = Buffer.from(blob, 'base64')
  return {
    fingerprint: fingerprintSha256(bytes),
    fingerprintMd5: fingerprintMd5(bytes),
    publicKey: publicKeyLine(bytes, comment),
  }
}

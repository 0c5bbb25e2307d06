import type { KeyRecord } from '../../main/core/profile.js'

/** What a record says of a key pair with a private half, of which nothing is known but what it is. */
export const plainNotes = {
  description: '',
  tags: [] as string[],
  expiresOn: null,
  hasPrivate: true,
  lastUsedAt: null,
  archivedAt: null,
  binnedAt: null,
  dueSince: null,
} satisfies Partial<KeyRecord>

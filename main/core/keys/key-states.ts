import type { KeyState } from '../../../contract/keys.js'
import { requireSettled } from '../bindings/unsettled.js'
import type { Clock, ProfileStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'

/** The record's marks in another state. A key pair that goes into the bin remembers whether it was archived. */
export function marksFor(
  state: KeyState,
  { archivedAt, binnedAt }: KeyRecord,
  clock: Clock,
): Pick<KeyRecord, 'archivedAt' | 'binnedAt'> {
  const now = new Date(clock.now()).toISOString()
  if (state === 'bin') return { archivedAt, binnedAt: binnedAt ?? now }
  return { archivedAt: state === 'archived' ? (archivedAt ?? now) : null, binnedAt: null }
}

/** Throws `binding-running` while a binding needs the key pair. */
export function requireUnneeded(profile: ProfileStore, { id, name }: KeyRecord): void {
  requireSettled(profile.read(), ({ keyId }) => keyId === id, `the key pair ${name}`)
}

import type { KeyState } from '../../../contract/keys.js'
import { told } from '../../../contract/words/say.js'
import { requireSettled } from '../bindings/unsettled.js'
import type { Clock } from '../ports.js'
import type { KeyRecord, Profile } from '../profile.js'

type Marks = Pick<KeyRecord, 'archivedAt' | 'binnedAt' | 'dueSince'>

/** The record's marks in another state. A key pair that goes into the bin remembers since when it was archived. */
export function marksFor(
  state: KeyState,
  { archivedAt, binnedAt, dueSince }: KeyRecord,
  clock: Clock,
): Marks {
  const now = new Date(clock.now()).toISOString()
  if (state === 'bin') return { archivedAt, binnedAt: binnedAt ?? now, dueSince }
  return { archivedAt: state === 'archived' ? (archivedAt ?? now) : null, binnedAt: null, dueSince: null }
}

/** Throws `binding-running` while a binding needs the key pair. */
export function requireUnneeded(profile: Profile, { id, name }: KeyRecord): void {
  requireSettled(profile, ({ keyId }) => keyId === id, told`the key pair ${name}`)
}

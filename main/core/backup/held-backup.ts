import { randomUUID } from 'node:crypto'
import { wipe } from '../lib/wipe.js'
import type { Clock } from '../ports.js'
import { expiredPreview } from './backup-errors.js'

/** Enough to look at a preview and to choose where a new vault keeps its keys. */
const HELD_MS = 10 * 60_000

export interface HeldBackup {
  id: string
  /** The opened file's content; wiped when it is forgotten. */
  plain: Uint8Array
  /** The recipient of the identity that opened it; null for a passphrase. */
  recipient: string | null
  /** Milliseconds since the epoch. */
  expiresAt: number
}

/** What has been opened of a backup, between the preview and the restoring. One at a time. */
export function createHeldBackup(clock: Clock) {
  let held: HeldBackup | null = null
  let waiting = new AbortController()

  function forget(): void {
    wipe(held?.plain)
    held = null
    waiting.abort()
  }

  return {
    /** Takes the content over, to be wiped here. */
    hold({ plain, recipient }: Pick<HeldBackup, 'plain' | 'recipient'>): HeldBackup {
      forget()
      waiting = new AbortController()
      const expiresAt = clock.now() + HELD_MS
      held = { id: randomUUID(), plain, recipient, expiresAt }
      clock.sleep(HELD_MS, waiting.signal).then(forget, () => undefined) // aborted: forgotten before
      return held
    },

    /** Throws `backup-expired`. */
    get(id: string): HeldBackup {
      if (held?.id !== id) throw expiredPreview()
      return held
    },

    forget,
  }
}

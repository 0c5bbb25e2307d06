import type { ActivityRecord } from '../activity/record.js'
import type { Ports } from '../ports.js'
import { isShown, type KeyRecord, type Kit } from '../profile.js'
import type { BackupService, VaultService } from '../services.js'
import { newIdentity } from './age-file.js'
import { noKitBegun, wrongLastGroup } from './backup-errors.js'
import type { RescueFile } from './rescue-file.js'

/** How many characters of the code the user types to show that the page is at hand. */
const LAST_GROUP = 6

/** From so many key pairs on, a kit is suggested. */
const HINT_FROM = 3

const needsKit = (key: KeyRecord) => isShown(key) && key.hasPrivate && key.binnedAt === null

interface KitParts {
  ports: Pick<Ports, 'profile' | 'backups' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  rescue: RescueFile
  note: ActivityRecord['note']
}

/**
 * The recovery kit: a code on paper, and a file that it opens. A code counts only when the user has shown to have it, so
 * that there is never a kit that nobody holds; the one before stays good until then.
 */
export function createKit({ ports, vault, rescue, note }: KitParts) {
  const { profile, backups, clock, log } = ports
  let begun: { kit: Kit; lastGroup: string } | null = null
  vault.onLock(() => {
    begun = null
  })

  async function store(kit: Kit | null): Promise<void> {
    await profile.update((now) => ({ ...now, kit }))
  }

  return {
    make: async () => {
      vault.secrets()
      const { identity, recipient } = await newIdentity()
      const madeAt = new Date(clock.now()).toISOString()
      begun = { kit: { recipient, madeAt }, lastGroup: identity.slice(-LAST_GROUP) }
      return { code: identity, path: backups.rescue.path, madeAt }
    },

    /** The file first: cut off before the profile knows of it, the next opening writes it for the kit before. */
    confirm: async ({ lastGroup }: { lastGroup: string }): ReturnType<BackupService['confirmKit']> => {
      vault.secrets()
      if (begun === null) throw noKitBegun()
      const { kit } = begun
      if (lastGroup.trim().toUpperCase() !== begun.lastGroup) throw wrongLastGroup()
      // A rescue file that no kit of this profile opens may be all that is left of another vault.
      if (profile.read().kit === null) await backups.keepCopy('kit')
      await rescue.writeFor(kit)
      await store(kit)
      begun = null
      log.info('kit.made', { recipient: kit.recipient })
      note({ event: 'kit-made' })
      const state = await rescue.state()
      if (state === null) throw new Error('The kit that was just made is gone')
      return state
    },

    remove: async () => {
      if (profile.read().kit === null) return
      await rescue.remove(() => store(null))
      log.info('kit.removed')
      note({ event: 'kit-removed' })
    },

    hint: async () => {
      const { kit: made, kitHintDismissed, keys } = profile.read()
      return made === null && kitHintDismissed !== true && keys.filter(needsKit).length >= HINT_FROM
    },

    dismissHint: async () => {
      await profile.update((now) => ({ ...now, kitHintDismissed: true }))
    },

    /** The kit of a backup that its own code has opened stays good here, unless there is another. */
    async adopt(kit: Kit | null, opener: string | null): Promise<void> {
      if (kit === null || kit.recipient !== opener || profile.read().kit !== null) return
      await store(kit)
    },
  }
}

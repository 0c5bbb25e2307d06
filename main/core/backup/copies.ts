import type { RestorePreview } from '../../../contract/backup.js'
import type { ActivityRecord } from '../activity/record.js'
import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import type { OpenedCopy, Ports } from '../ports.js'
import type { BackupService, VaultService } from '../services.js'
import { vaultExists } from '../vault/vault-errors.js'
import { collect } from './collect.js'

export interface CopiesParts {
  ports: Pick<Ports, 'profile' | 'backups' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'abandon'>
  note: ActivityRecord['note']
  /** Takes over what a backup holds, and holds it against what is here. */
  preview(plain: Uint8Array): Promise<RestorePreview>
}

type CopiesMethods = Pick<BackupService, 'copies' | 'deleteCopies' | 'inspectCopy' | 'bringBack'>

/** The copies of the profile: what there is, and the ways back from one. */
export function createCopies({ ports, vault, note, preview }: CopiesParts): CopiesMethods {
  const { profile, backups, clock, log } = ports

  /** Where the private halves are: in the copy's sealed file, or in the keychain that is open. */
  function secretsOf(copy: OpenedCopy): Pick<OpenedCopy['secrets'] & object, 'get'> {
    if (copy.secrets !== null) return copy.secrets
    if (copy.profile.id !== profile.read().id && copy.profile.keys.some(({ hasPrivate }) => hasPrivate))
      throw inAnotherVault()
    return vault.secrets()
  }

  async function contentOf(
    copy: OpenedCopy,
    at: string,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    try {
      const { profile: content, knownHosts } = copy
      const found = await collect({
        profile: content,
        secrets: secretsOf(copy),
        knownHosts,
        now: at,
        log,
        signal,
      })
      return found.bytes
    } finally {
      await copy.secrets?.close()
    }
  }

  return {
    copies: async () => ({ folder: backups.copiesFolder, copies: await backups.copies() }),

    async deleteCopies() {
      await backups.deleteCopies()
      log.info('copies.deleted')
    },

    async inspectCopy({ name, password }, { signal }) {
      vault.secrets()
      const found = (await backups.copies()).find((copy) => copy.name === name)
      const at = found?.at ?? new Date(clock.now()).toISOString()
      const copy = await withSecretText(password || null, (bytes) => backups.openCopy(name, bytes))
      return preview(await contentOf(copy, at, signal))
    },

    /**
     * The files first: cut off before the profile knows of them, it is done once more. Its note of a move goes: what that
     * had left in the other place may be a whole vault by now, and is not to be deleted by the next move there either.
     */
    async bringBack({ name }) {
      await vault.abandon(async () => {
        if (profile.read().vault !== null) throw vaultExists()
        const content = await backups.bringBack(name)
        await profile.update(() => ({ ...content, move: null }))
      })
      log.warn('copy.brought-back', { name })
      note({ event: 'backup-restored', detail: `the profile as a whole, from its copy ${name}` })
    },
  }
}

function inAnotherVault(): LatchkeyError {
  return new LatchkeyError(
    'secret-missing',
    'The private keys of this copy are in the keychain, in a vault that was set aside.',
    {
      advice:
        'Restore them from the rescue file or a backup; or set the present vault aside too and bring this one back.',
    },
  )
}

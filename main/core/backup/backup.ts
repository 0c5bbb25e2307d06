import { randomUUID } from 'node:crypto'
import type { RestorePreview } from '../../../contract/backup.js'
import type { ActivityRecord } from '../activity/record.js'
import { requireGoodPassphrase } from '../keys/export-passphrase.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'
import { emptyProfile } from '../profile.js'
import type { BackupService, VaultService } from '../services.js'
import { decryptFile, encryptToRecipient, encryptWithPassphrase } from './age-file.js'
import type { Here } from './candidate.js'
import { candidatesOf } from './candidates.js'
import { collect } from './collect.js'
import { createHeldBackup, type HeldBackup } from './held-backup.js'
import { createKit } from './kit.js'
import { readPayload } from './payload.js'
import type { RescueFile } from './rescue-file.js'
import { restoreChosen } from './restore.js'

export interface BackupParts {
  /** `profile` is not the one that notes its changes, see restore.ts. */
  ports: Pick<Ports, 'profile' | 'knownHosts' | 'exports' | 'backups' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onLock' | 'status' | 'abandon'>
  rescue: RescueFile
  /** Nobody else stores key pairs meanwhile. */
  keysInTurn: <T>(work: () => Promise<T>) => Promise<T>
  note: ActivityRecord['note']
}

type ExportInput = Parameters<BackupService['export']>[0]

/** Recovery kit, backup files, and bringing back what is in them. */
export function createBackup({ ports, vault, rescue, keysInTurn, note }: BackupParts): BackupService {
  const { profile, knownHosts, exports: target, backups, clock, log } = ports
  const inTurn = oneAtATime()
  const held = createHeldBackup(clock)
  const kit = createKit({ ports, vault, rescue, note })
  vault.onLock(held.forget)

  async function here(): Promise<Here> {
    const isOpen = (await vault.status(undefined, {})).state === 'open'
    const secrets = isOpen ? vault.secrets() : null
    return { profile: profile.read(), secrets, knownHosts: await knownHosts.read() }
  }

  async function preview({ id, plain, expiresAt }: HeldBackup): Promise<RestorePreview> {
    const payload = readPayload(plain)
    const rows = (await candidatesOf(payload, await here())).map(({ row }) => row)
    return { id, madeAt: payload.madeAt, rows, expiresAt: new Date(expiresAt).toISOString() }
  }

  async function write({ to, folder, fileName }: ExportInput, signal: AbortSignal | undefined) {
    const now = new Date(clock.now()).toISOString()
    const secrets = vault.secrets()
    const found = await collect({
      profile: profile.read(),
      secrets,
      knownHosts: await knownHosts.read(),
      now,
      log,
    })
    try {
      const file =
        to.kind === 'passphrase'
          ? await encryptWithPassphrase(found.bytes, to.passphrase, signal)
          : await encryptToRecipient(found.bytes, to.recipient)
      signal?.throwIfAborted()
      vault.secrets() // it may have been locked meanwhile
      const path = await target.write(folder, fileName, file)
      const { keys, accounts, without } = found
      log.info('backup.made', { path, keys, accounts, without: without.length, to: to.kind })
      note({ event: 'backup-made', detail: `${keys} key pairs, ${accounts} accounts, ${path}` })
      return { path, keys, accounts, without }
    } finally {
      wipe(found.bytes)
    }
  }

  async function restore(backup: HeldBackup, rowIds: string[]) {
    const secrets = vault.secrets()
    await backups.keepCopy()
    const payload = readPayload(backup.plain)
    const candidates = await candidatesOf(payload, await here())
    const results = await restoreChosen(payload, candidates, new Set(rowIds), {
      ...{ profile, secrets, knownHosts, note, log },
    })
    await kit.adopt(payload.kit, backup.recipient)
    rescue.changed()
    const done = results.filter(({ outcome }) => outcome === 'restored').length
    log.info('backup.restored', { restored: done, failed: results.length - done })
    note({
      event: 'backup-restored',
      detail: `of ${payload.madeAt.slice(0, 10)}, ${done} of ${results.length}`,
    })
    return results
  }

  return {
    kit: rescue.state,
    makeKit: kit.make,
    confirmKit: kit.confirm,
    removeKit: kit.remove,

    async export(input, { signal }) {
      if (input.to.kind === 'passphrase') requireGoodPassphrase(input.to.passphrase)
      return write(input, signal)
    },

    inspect: ({ base64, secret }, { signal }) =>
      inTurn(async () => {
        const opened = await decryptFile(Buffer.from(base64, 'base64'), secret, signal)
        try {
          readPayload(opened.plain)
        } catch (error) {
          wipe(opened.plain)
          throw error
        }
        return preview(held.hold(opened))
      }),

    restore: ({ id, rowIds }) => inTurn(() => keysInTurn(() => restore(held.get(id), rowIds))),

    async setAside() {
      let folder = ''
      await vault.abandon(async () => {
        folder = await backups.setAside()
        // Under an id of its own: what the keychain holds for the old one stays untouched.
        await profile.update(({ settings }) => ({ ...emptyProfile(randomUUID()), settings }))
      })
      log.warn('vault.set-aside', { folder })
      note({ event: 'vault-set-aside', detail: folder })
      return { folder }
    },

    async forget({ id }) {
      held.get(id)
      held.forget()
    },
  }
}

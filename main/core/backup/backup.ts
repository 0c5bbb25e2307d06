import { randomUUID } from 'node:crypto'
import type { RestorePreview } from '../../../contract/backup.js'
import type { ActivityRecord } from '../activity/record.js'
import { requireGoodPassphrase } from '../keys/export-passphrase.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'
import { emptyProfile } from '../profile.js'
import type { BackupService, VaultService } from '../services.js'
import { noVault } from '../vault/vault-errors.js'
import { decryptFile, encryptToRecipient, encryptWithPassphrase, type Opened } from './age-file.js'
import type { Here } from './candidate.js'
import { candidatesOf } from './candidates.js'
import { collect } from './collect.js'
import { createCopies } from './copies.js'
import { createHeldBackup, type HeldBackup } from './held-backup.js'
import { createKit } from './kit.js'
import { readPayload } from './payload.js'
import type { RescueFile } from './rescue-file.js'
import { restoreChosen } from './restore.js'
import { createWork } from './work.js'

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
  const work = createWork()
  let stopping = new AbortController()
  vault.onLock(held.forget)

  async function here(): Promise<Here> {
    const isOpen = (await vault.status(undefined, {})).state === 'open'
    const secrets = isOpen ? vault.secrets() : null
    return { profile: profile.read(), secrets, knownHosts: await knownHosts.read() }
  }

  async function preview(opened: Opened, signal?: AbortSignal): Promise<RestorePreview> {
    const { id, expiresAt } = held.hold(opened)
    try {
      return await work.run('inspect', async (onProgress) => {
        const payload = readPayload(opened.plain)
        const candidates = await candidatesOf(payload, await here(), (done, total) => {
          signal?.throwIfAborted()
          onProgress(done, total)
        })
        const rows = candidates.map(({ row }) => row)
        return { id, madeAt: payload.madeAt, rows, expiresAt: new Date(expiresAt).toISOString() }
      })
    } catch (error) {
      held.forget()
      throw error
    }
  }

  async function write(
    { to, folder, fileName }: ExportInput,
    signal: AbortSignal | undefined,
    onProgress: (done: number, total: number) => void,
  ) {
    const now = new Date(clock.now()).toISOString()
    const found = await collect({
      ...{ profile: profile.read(), secrets: vault.secrets(), knownHosts: await knownHosts.read() },
      ...{ now, log, signal, onProgress },
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
      return { path, bytes: file.length, keys, accounts, without }
    } finally {
      wipe(found.bytes)
    }
  }

  async function restore(backup: HeldBackup, rowIds: string[], signal: AbortSignal) {
    const secrets = vault.secrets()
    await backups.keepCopy('restore')
    const payload = readPayload(backup.plain)
    const candidates = await candidatesOf(payload, await here())
    const results = await work.run('restore', (onProgress) =>
      restoreChosen(payload, candidates, new Set(rowIds), {
        ...{ profile, secrets, knownHosts, note, log, signal, onProgress },
      }),
    )
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
    kitHint: kit.hint,
    dismissKitHint: kit.dismissHint,

    async export(input, { signal }) {
      if (input.to.kind === 'passphrase') requireGoodPassphrase(input.to.passphrase)
      return work.run('export', (onProgress) => write(input, signal, onProgress))
    },

    inspect: ({ base64, secret }, { signal }) =>
      inTurn(async () => {
        const opened = await decryptFile(Buffer.from(base64, 'base64'), secret, signal)
        return preview(opened, signal)
      }),

    restore({ id, rowIds }) {
      stopping = new AbortController()
      const { signal } = stopping
      return inTurn(() => keysInTurn(() => restore(held.get(id), rowIds, signal)))
    },

    stopRestore: async () => stopping.abort(),

    watchWork: async (_nothing, { signal }) => work.watch(signal),

    ...createCopies({
      ports,
      vault,
      note,
      preview: (plain) => inTurn(() => preview({ plain, recipient: null })),
    }),

    async setAside() {
      let folder = ''
      await vault.abandon(async () => {
        if (profile.read().vault === null) throw noVault()
        folder = await backups.setAside()
        // Under an id of its own: what the keychain holds for the old one stays untouched.
        await profile.update(({ settings, snippets }) => ({
          ...emptyProfile(randomUUID()),
          settings,
          snippets,
        }))
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

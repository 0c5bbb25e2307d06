import type { KeyPair } from '../../../contract/keys.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Ports } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService, VaultService } from '../services.js'
import { removeRecord } from '../vault/secret-record.js'
import { createKeyExport } from './export.js'
import { generateKey } from './generate.js'
import { createImport } from './import.js'
import { toKeyPair } from './key-pair.js'
import { createKeyRecords } from './key-records.js'
import { notInBin, wrongNameTyped } from './key-refusals.js'
import { marksFor, requireUnneeded } from './key-states.js'
import { publicKeyLine } from './public-key.js'
import { createSigners } from './signers.js'
import { createKeyStore } from './store-key.js'
import { createStoredHalf } from './stored-half.js'

export interface KeysParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'readUserFile' | 'sshFolder' | 'exports'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
}

/** All of the keys service but `usage`, which needs services that need this one. */
export type KeyRing = Omit<KeysService, 'usage'>

/** The vault's key pairs: make, import, keep, delete, and open for signing. Private halves never leave it otherwise. */
export function createKeys({ ports, vault }: KeysParts): KeyRing {
  const { profile, clock, log } = ports
  // Between the look for a taken name and the write, nobody else may write.
  const inTurn = oneAtATime()
  const records = createKeyRecords(profile)
  const store = createKeyStore({ profile, clock, log, vault, records })
  const imports = createImport({ ports, records, store, inTurn })
  const storedHalf = createStoredHalf(vault)
  const signers = createSigners({ vault, records, storedHalf })
  const exporting = createKeyExport({ ports, find: records.find, privateHalf: storedHalf })
  const shown = (record: KeyRecord): KeyPair => toKeyPair(record, profile.read())

  return {
    list: async () => records.all().map(shown),

    async generate({ name, spec, notes }) {
      vault.secrets()
      records.requireFreeName(name)
      const proven = await generateKey(spec)
      return inTurn(async () => {
        records.requireFreeName(name)
        return shown(await store.keyPair(proven, { name, notes, comment: name, origin: 'generated' }))
      })
    },

    inspect: (input, { signal }) => imports.inspect(input, signal),

    async import(input, { signal }) {
      vault.secrets()
      return shown(await imports.import(input, signal))
    },

    scan: async () => ({ folder: ports.sshFolder.path, files: [] }),

    update: ({ id, name, notes }) =>
      inTurn(async () => {
        const { name: oldName } = records.find(id)
        if (name !== undefined) records.requireFreeName(name, id)
        const record = await records.change(id, {
          ...withoutGaps(notes),
          ...(name !== undefined && { name }),
        })
        log.info('key.updated', { id, from: oldName, to: record.name })
        return shown(record)
      }),

    setState: ({ id, state }) =>
      inTurn(async () => {
        vault.secrets()
        const record = records.find(id)
        if (state === 'bin') requireUnneeded(profile, record)
        return shown(await records.change(id, marksFor(state, record, clock)))
      }),

    delete: ({ id, name }) =>
      inTurn(async () => {
        const record = records.find(id)
        if (name !== record.name) throw wrongNameTyped(record.name)
        if (record.binnedAt === null) throw notInBin(record.name)
        requireUnneeded(profile, record)
        await removeRecord(profile, vault.secrets(), 'keys', id)
        log.info('key.deleted', { id })
      }),

    ...exporting,

    record: records.find,

    publicKeyLine(id) {
      const { blob, comment } = records.find(id)
      return publicKeyLine(Buffer.from(blob, 'base64'), comment)
    },

    openSigner: signers.open,

    async noteUsed(id) {
      await records.change(id, { lastUsedAt: new Date(clock.now()).toISOString() })
    },
  }
}

/** Optional fields that are there but undefined change nothing. */
function withoutGaps<T extends object>(part: T | undefined): Partial<KeyRecord> {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined))
}

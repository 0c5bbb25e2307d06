import type { KeyPair } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { type OpenedFiles, rejectOpened } from '../openings/opened-files.js'
import type { Ports } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService, VaultService } from '../services.js'
import { sureOfAnswer } from '../vault/sure-of-answer.js'
import { createBin } from './bin.js'
import { createKeyExport } from './export.js'
import { generateKey, requireWanted } from './generate.js'
import { createImport } from './import.js'
import { toKeyPair } from './key-pair.js'
import { createKeyRecords, type KeyRecords } from './key-records.js'
import { notInBin, wrongNameTyped } from './key-refusals.js'
import { marksFor, requireUnneeded } from './key-states.js'
import { publicKeyLine } from './public-key.js'
import { createScan } from './scan.js'
import { createSigners } from './signers.js'
import { createKeyStore, eachOnce } from './store-key.js'
import { createStoredHalf } from './stored-half.js'

export interface KeysParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'readUserFile' | 'sshFolder' | 'exports'>
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  /** Reads a key file that the system has handed over, by its id. */
  readOpened?: OpenedFiles['read']
  /** Whether an entry that should have a private half has been found without. */
  lacksPrivateHalf?: (keyId: string) => boolean
  /** Names of the instances that no other key pair is proven to open. */
  onlyWayInto?: (keyId: string) => Promise<string[]>
}

/** All of the keys service but what needs services that need this one. */
export interface KeyRing extends Omit<KeysService, 'usage' | 'radius' | 'bin'> {
  /** Deletes what has been in the bin for its days. Never throws. */
  purgeBin(): Promise<void>
  /** Nobody else stores, renames or deletes key pairs meanwhile. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** The vault's key pairs: make, import, keep, delete, and open for signing. Private halves never leave it otherwise. */
export function createKeys({
  ports,
  vault,
  readOpened = rejectOpened,
  lacksPrivateHalf = () => false,
  onlyWayInto = async () => [],
}: KeysParts): KeyRing {
  const { profile, clock, log } = ports
  // Between the look for a taken name and the write, nobody else may write.
  const inTurn = oneAtATime()
  const records = createKeyRecords(profile)
  const store = createKeyStore({ profile, clock, log, vault, records })
  const sources = { ...ports, readOpened }
  const imports = createImport({ sources, records: asFound(records, lacksPrivateHalf), store, inTurn })
  const storedHalf = createStoredHalf(vault)
  const signers = createSigners({ vault, records, storedHalf })
  const exporting = createKeyExport({ ports, find: records.find, vault, privateHalf: storedHalf })
  const bin = createBin({ profile, clock, log, vault, records, onlyWayInto })
  const scan = createScan({ sshFolder: ports.sshFolder, clock, records })
  const shown = (record: KeyRecord): KeyPair => toKeyPair(record, profile.read())

  return {
    list: async () => records.all().map(shown),

    async generate({ name, spec, notes }, { signal }) {
      const secrets = vault.secrets()
      records.requireFreeName(name)
      await sureOfAnswer(secrets) // before the turn: what needs no keychain goes on meanwhile
      const proven = await generateKey(spec, signal)
      return inTurn(async () => {
        requireWanted(signal)
        records.requireFreeName(name)
        return shown(await store.keyPair(proven, { name, notes, comment: name, origin: 'generated' }))
      })
    },

    inspect: (input, { signal }) => imports.inspect(input, signal),

    async import(input, { signal }) {
      await sureOfAnswer(vault.secrets())
      return shown(await imports.import(input, signal))
    },

    async adopt(about, make) {
      const secrets = vault.secrets()
      records.requireFreeName(about.name)
      await sureOfAnswer(secrets) // what is made elsewhere is handed over only once
      return imports.adopt(about, await make())
    },

    scan: (_nothing, { signal }) => scan(signal),

    update: ({ id, name, notes }) =>
      inTurn(async () => {
        const { name: oldName } = records.find(id)
        if (name !== undefined) records.requireFreeName(name, id)
        const record = await records.change(id, changesOf({ name, notes }))
        log.info('key.updated', { id, from: oldName, to: record.name })
        return shown(record)
      }),

    setState: ({ id, state }) =>
      inTurn(async () => {
        vault.secrets()
        const record = records.find(id)
        const changed = await records.change(id, marksFor(state, record, clock), (now) => {
          if (state === 'bin') requireUnneeded(now, record)
        })
        if (state === 'bin') signers.close(id)
        log.info('key.state', { id, state })
        return shown(changed)
      }),

    async delete({ id, name }, { signal }) {
      requireDeletable(records.find(id), name)
      await sureOfAnswer(vault.secrets())
      await inTurn(async () => {
        if (signal?.aborted) throw new LatchkeyError('cancelled', 'The deletion was cancelled.')
        const record = records.find(id)
        requireDeletable(record, name)
        await bin.remove(record)
      })
    },

    purgeBin: () => inTurn(bin.purge),

    inTurn,

    ...exporting,

    record: records.find,

    publicKeyLine(id) {
      const { blob, comment } = records.find(id)
      return publicKeyLine(Buffer.from(blob, 'base64'), comment)
    },

    openSigner: signers.open,
  }
}

/** What was lost can be imported again, as for an entry that never had it. */
function asFound(records: KeyRecords, lacksPrivateHalf: (keyId: string) => boolean): KeyRecords {
  return {
    ...records,
    twinOf(blob) {
      const twin = records.twinOf(blob)
      return twin && { ...twin, hasPrivate: twin.hasPrivate && !lacksPrivateHalf(twin.id) }
    },
  }
}

/** In the bin, and with its name typed right. */
function requireDeletable(record: KeyRecord, typed: string): void {
  if (typed !== record.name) throw wrongNameTyped(record.name)
  if (record.binnedAt === null) throw notInBin(record.name)
}

type Update = Parameters<KeysService['update']>[0]

/** Only what was given; the rest stays. */
function changesOf({ name, notes = {} }: Pick<Update, 'name' | 'notes'>): Partial<KeyRecord> {
  const { description, tags, comment, expiresOn } = notes
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags: eachOnce(tags) }),
    ...(comment !== undefined && { comment }),
    ...(expiresOn !== undefined && { expiresOn }),
  }
}

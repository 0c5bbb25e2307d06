import { randomUUID } from 'node:crypto'
import type { Clock, Log, ProfileStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService, VaultService } from '../services.js'
import { completeRecord, storeRecord } from '../vault/secret-record.js'
import type { KeyRecords } from './key-records.js'
import { type ProvenKey, withPkcs8 } from './prove.js'
import { publicKeyFacts } from './public-key.js'

export interface StoreParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  vault: Pick<VaultService, 'secrets'>
  records: KeyRecords
}

/** What is said of a new entry; the user's notes go before the key's own comment. */
export type About = Pick<KeyRecord, 'name' | 'origin' | 'comment'> & {
  notes: Parameters<KeysService['generate']>[0]['notes'] | undefined
}

/** Puts key pairs and public halves into the vault. Whoever calls looks first whether name and key are free. */
export function createKeyStore({ profile, clock, log, vault, records }: StoreParts) {
  const newRecord = (blob: Uint8Array, hasPrivate: boolean, { notes = {}, ...about }: About) => {
    const { type, bits } = publicKeyFacts(blob)
    return {
      id: randomUUID(),
      ...about,
      description: notes.description ?? '',
      tags: eachOnce(notes.tags ?? []),
      expiresOn: notes.expiresOn ?? null,
      comment: notes.comment ?? about.comment,
      type,
      bits,
      blob: Buffer.from(blob).toString('base64'),
      hasPrivate,
      createdAt: new Date(clock.now()).toISOString(),
      lastUsedAt: null,
      archivedAt: null,
      binnedAt: null,
      dueSince: null,
    }
  }

  const stored = (id: string): KeyRecord => {
    const record = records.find(id)
    const { type, bits, origin, hasPrivate } = record
    log.info('key.stored', { id, type, bits, origin, hasPrivate })
    return record
  }

  return {
    async keyPair(proven: ProvenKey, about: About): Promise<KeyRecord> {
      const record = newRecord(proven.blob, true, about)
      await withPkcs8(proven, (secret) => storeRecord(profile, vault.secrets(), 'keys', record, secret))
      return stored(record.id)
    },

    async publicHalf(blob: Uint8Array, about: About): Promise<KeyRecord> {
      const record = { ...newRecord(blob, false, about), phase: 'stored' as const }
      await profile.update((now) => ({ ...now, keys: [...now.keys, record] }))
      return stored(record.id)
    },

    /** Gives an entry that has only its public half its private one. */
    async complete(id: string, proven: ProvenKey): Promise<KeyRecord> {
      await withPkcs8(proven, (secret) => completeRecord(profile, vault.secrets(), id, secret))
      return stored(id)
    },
  }
}

/** In the user's order. */
export const eachOnce = (tags: string[]): string[] => [...new Set(tags)]

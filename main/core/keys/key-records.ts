import type { ProfileStore } from '../ports.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'
import { keyNameTaken, keyNotFound } from './key-refusals.js'

export interface KeyRecords {
  /** Those that are shown, in the order they were made. */
  all(): KeyRecord[]
  /** Throws `key-not-found`. */
  find(id: string): KeyRecord
  /** The one with this public key. */
  twinOf(blob: Uint8Array): KeyRecord | undefined
  /** Throws `key-name-taken` where another than `id` has the name, whatever its capitals. */
  requireFreeName(name: string, id?: string): void
  /** Durable when it resolves. Throws `key-not-found`, and what `require` throws of the profile to be changed. */
  change(id: string, part: Partial<KeyRecord>, require?: (now: Profile) => void): Promise<KeyRecord>
}

/** The profile's records of key pairs. Those in between are not seen (see profile.ts). */
export function createKeyRecords(profile: ProfileStore): KeyRecords {
  const all = () => profile.read().keys.filter(isShown)
  const find = (id: string) => {
    const record = all().find((known) => known.id === id)
    if (record === undefined) throw keyNotFound()
    return record
  }
  return {
    all,
    find,
    twinOf(blob) {
      const base64 = Buffer.from(blob).toString('base64')
      return all().find((record) => record.blob === base64)
    },
    requireFreeName(name, id) {
      const taken = all().find((record) => record.id !== id && fold(record.name) === fold(name))
      if (taken !== undefined) throw keyNameTaken(taken.name, taken.binnedAt !== null)
    },
    async change(id, part, require = () => undefined) {
      find(id)
      const changed = (record: KeyRecord) => (record.id === id ? { ...record, ...part } : record)
      await profile.update((now) => {
        require(now)
        return { ...now, keys: now.keys.map(changed) }
      })
      return find(id)
    },
  }
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()

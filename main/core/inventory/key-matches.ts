import type { CloudKeyEntry } from '../clouds/cloud.js'
import { fingerprintMd5 } from '../keys/public-key.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'

const known = new WeakMap<KeyRecord, string>()

/** Finds the stored key pair that a cloud lists: by the key itself, else by its MD5 fingerprint (`aa:bb:…`). */
export function createKeyMatches(profile: Profile) {
  const stored = profile.keys.filter(isShown)
  const byBlob = new Map(stored.map(({ blob, id }) => [blob, id]))
  const byMd5 = new Map(stored.map((record) => [md5Of(record), record.id]))
  return {
    ids: new Set(stored.map(({ id }) => id)),
    /** Null where the vault has it not. */
    idOf({ blob, fingerprintMd5 }: Pick<CloudKeyEntry, 'blob' | 'fingerprintMd5'>): string | null {
      return (blob === null ? byMd5.get(fingerprintMd5 ?? '') : byBlob.get(blob)) ?? null
    },
  }
}

function md5Of(record: KeyRecord): string {
  const found = known.get(record) ?? fingerprintMd5(Buffer.from(record.blob, 'base64'))
  known.set(record, found)
  return found
}

import { fingerprintMd5 } from '../keys/public-key.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'

const known = new WeakMap<KeyRecord, string>()

/** The stored key pairs' ids by the MD5 fingerprint (`aa:bb:…`) that clouds list. */
export function keyIdsByMd5(profile: Profile): Map<string, string> {
  const stored = profile.keys.filter(isShown)
  return new Map(stored.map((record) => [md5Of(record), record.id]))
}

function md5Of(record: KeyRecord): string {
  const found = known.get(record) ?? fingerprintMd5(Buffer.from(record.blob, 'base64'))
  known.set(record, found)
  return found
}

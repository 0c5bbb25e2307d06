import type { CloudKeyEntry } from '../clouds/cloud.js'
import { fingerprintMd5 } from '../keys/public-key.js'

/** How a key pair is found among those of an account. */
export interface KeyIdentity {
  /** Base64. */
  blob: string
  /** `aa:bb:…` */
  md5: string
}

/** `blob`: base64. */
export function identityOf({ blob }: { blob: string }): KeyIdentity {
  return { blob, md5: fingerprintMd5(Buffer.from(blob, 'base64')) }
}

/** Whether the account's entry is this key: by the key itself, else by its MD5 fingerprint. */
export function isKey(
  { blob, md5 }: KeyIdentity,
  entry: Pick<CloudKeyEntry, 'blob' | 'fingerprintMd5'>,
): boolean {
  return entry.blob === null ? entry.fingerprintMd5 === md5 : entry.blob === blob
}

/** The regions that lack the key; none where keys are the account's and it is there. `[null]` stands for the account. */
export function lackingRegions(
  identity: KeyIdentity,
  { keys, regions }: { keys: readonly CloudKeyEntry[]; regions: readonly string[] | null },
): (string | null)[] {
  const held = keys.filter((entry) => isKey(identity, entry))
  if (regions === null) return held.length > 0 ? [] : [null]
  return regions.filter((region) => !held.some((entry) => entry.region === null || entry.region === region))
}

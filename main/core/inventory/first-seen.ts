import type { CloudKeyEntry } from '../clouds/cloud.js'

/** A key pair that an account holds, and since when Latchkey knows that it does. */
export interface SeenKey extends CloudKeyEntry {
  /** When the account was first read with this key under this name. ISO 8601, UTC. */
  firstSeen: string
}

/** What was listed `at` (ISO 8601, UTC): the same key under the same name keeps the time that it was first seen. */
export function withFirstSeen(
  listed: readonly CloudKeyEntry[],
  before: readonly SeenKey[],
  at: string,
): SeenKey[] {
  const known = new Map(before.map((key) => [identity(key), key.firstSeen]))
  return listed.map((key) => ({ ...key, firstSeen: known.get(identity(key)) ?? at }))
}

const identity = ({ region, name, blob, fingerprintMd5 }: CloudKeyEntry) =>
  JSON.stringify([region, name, blob ?? fingerprintMd5])

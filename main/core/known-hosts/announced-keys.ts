import { fingerprintSha256 } from '../keys/public-key.js'
import { covers, holds, isHashed, type KnownHostLine, names } from './entry.js'
import type { Line } from './lines.js'

/** Blobs of the keys that a host has announced as its own. */
export interface Announcement {
  proven: Buffer[]
  /** Those that it could not prove, or only in a way that proves nothing today. */
  unproven: Buffer[]
}

/** What a host's announcement would change in the file. */
export interface AnnouncedKeys {
  /** Blobs of keys that it has proved to be its own, and that are not known for it. */
  added: Buffer[]
  /** Blobs of keys known for it that it announces no more. */
  retired: Buffer[]
}

/**
 * What follows from the keys that a host has proved to own (OpenSSH's PROTOCOL, `hostkeys-00@openssh.com`), on a connection
 * that it has proved `current` for. Null where that is nothing, and where nothing may follow: `current` is not known by
 * its key, an authority or a revocation covers the host, or a pattern does, which is about other hosts too. Of one name or address only,
 * as OpenSSH does it: a key that is known for several stays. A key that was announced and not proven stays as it is, known or not.
 */
export function announcedKeys(
  all: Line[],
  name: string,
  current: Uint8Array,
  { proven, unproven }: Announcement,
): AnnouncedKeys | null {
  const lines = all.flatMap(({ entry }) => (entry !== null && covers(entry.hosts, name) ? [entry] : []))
  if (lines.some((line) => line.marker !== null || !names(line.hosts, name))) return null
  if (!lines.some((line) => holds(line, current))) return null
  if (!proven.some((key) => Buffer.from(key).equals(current))) return null
  const isAnnounced = (line: KnownHostLine) => [...proven, ...unproven].some((key) => holds(line, key))
  const added = proven.filter((key) => !lines.some((line) => holds(line, key))).map((key) => Buffer.from(key))
  const retired = lines.filter((line) => !isAnnounced(line)).map(({ key }) => Buffer.from(key, 'base64'))
  return added.length + retired.length === 0 ? null : { added, retired }
}

/** A remark in the file: whoever copies or restores the file takes what was refused along. */
export function refusal(name: string, { added, retired }: AnnouncedKeys): string {
  const sorted = (blobs: Buffer[]) => blobs.map(fingerprintSha256).sort()
  const signs = [...sorted(added).map((key) => `+${key}`), ...sorted(retired).map((key) => `-${key}`)]
  return `# latchkey: not taken over for ${name}: ${signs.join(' ')}`
}

/** Whether the names in a file are hidden: new ones are then too (HashKnownHosts). */
export function areHashed(all: Line[]): boolean {
  const trusted = all.flatMap(({ entry }) => (entry?.marker === null ? [entry.hosts] : []))
  return trusted.length > 0 && trusted.every(isHashed)
}

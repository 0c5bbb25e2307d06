import type { FileEntry, FileKind } from '../../../contract/files.js'
import { nameOfBytes } from './name-bytes.js'
import type { Attributes } from './sftp/wire.js'

const TYPE = 0o170000
const KINDS = new Map<number, FileKind>([
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
])

/** Null where the server does not tell. */
export function kindOf({ mode }: Attributes): FileKind | null {
  if (mode === undefined || (mode & TYPE) === 0) return null
  return KINDS.get(mode & TYPE) ?? 'other'
}

/** One whose kind the server does not tell counts as a file: it is never gone into. */
export function entryOf(name: Uint8Array, attributes: Attributes): FileEntry {
  const kind = kindOf(attributes) ?? 'file'
  const { size, mtime, mode, uid, gid } = attributes
  return {
    name: nameOfBytes(name),
    kind,
    leadsTo: kind === 'link' ? null : kind,
    size: size ?? null,
    modified: timeOf(mtime),
    permissions: mode === undefined ? null : mode & 0o7777,
    uid: uid ?? null,
    gid: gid ?? null,
  }
}

/** SFTP 3 counts seconds in 32 bits without a sign. */
export function timeOf(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString()
}

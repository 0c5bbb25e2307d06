import type { FileCount } from '../../../contract/files.js'
import { kindOf } from './entries.js'
import { allNamesIn } from './list-folder.js'
import { pathInside } from './paths.js'
import type { Sftp } from './sftp/sftp.js'
import type { Attributes } from './sftp/wire.js'

/** No server has folders so deep; one that says so has no end. */
export const MOST_DEPTH = 256

/** Something that is there, as `lstat` says. */
export interface Found {
  path: Buffer
  attributes: Attributes
}

/** All of a folder at once, without what no file can be called. Kinds that the server does not tell are asked for. */
export async function childrenOf(sftp: Sftp, folder: Buffer, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = []
  for await (const { name, attributes } of allNamesIn(sftp, folder)) {
    signal.throwIfAborted()
    const path = pathInside(folder, name)
    found.push({ path, attributes: kindOf(attributes) === null ? await sftp.lstat(path) : attributes })
  }
  return found
}

/** Counts what is in folders, links not followed. Ends early with the signal's reason. */
export async function countAll(
  sftp: Sftp,
  paths: Buffer[],
  tell: (count: FileCount) => void,
  signal: AbortSignal,
): Promise<void> {
  const count: FileCount = { files: 0, folders: 0, bytes: 0, unreadable: 0, complete: false }
  const left = await Promise.all(
    paths.map(async (path) => ({ path, attributes: await sftp.lstat(path), depth: 0 })),
  )
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    signal.throwIfAborted()
    const { path, attributes, depth } = next
    if (kindOf(attributes) !== 'folder') {
      count.files++
      count.bytes += kindOf(attributes) === 'file' ? (attributes.size ?? 0) : 0
      continue
    }
    count.folders++
    try {
      if (depth > MOST_DEPTH) throw new RangeError('Too deep.')
      const children = await childrenOf(sftp, path, signal)
      for (const child of children) left.push({ ...child, depth: depth + 1 })
    } catch {
      signal.throwIfAborted()
      count.unreadable++
    }
    tell({ ...count })
  }
  tell({ ...count, complete: true })
}

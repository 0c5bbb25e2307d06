import { open, stat } from 'node:fs/promises'
import { MOST_IMPORT_BYTES } from '../../../contract/keys.js'

/** One byte more than the core takes, so that it can tell a file that is too large. */
const MOST_BYTES = MOST_IMPORT_BYTES + 1

/** The beginning of a file that the user chose. Throws for what is no regular file: a pipe or a device may never end. */
export async function readUserFile(path: string): Promise<Uint8Array> {
  const { size } = await stat(path).then(requireFile)
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(size, MOST_BYTES))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function requireFile<T extends { isFile(): boolean }>(stats: T): T {
  if (!stats.isFile()) throw new Error('It is not a regular file')
  return stats
}

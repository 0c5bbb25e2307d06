import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GrowingFile } from '../core/ports.js'
import { hasCode, syncDirectory } from './atomic-file.js'

const LINE_FEED = 0x0a

/** A UTF-8 file of mode 0600 that lines are added to. */
export function growingFile(path: string): GrowingFile {
  return {
    read: async () => wholeLines((await readAfter(path, 0)) ?? Buffer.alloc(0)).toString('utf8'),

    async readFrom(bytes) {
      const added = await readAfter(path, bytes)
      if (added === null) return null
      const lines = wholeLines(added)
      return { text: lines.toString('utf8'), end: bytes + lines.length }
    },

    async append(line) {
      const handle = await open(path, 'a+', 0o600)
      try {
        const { size } = await handle.stat()
        if (size > 0) await cutUnfinished(handle, size)
        await handle.appendFile(`${line}\n`)
        await handle.sync()
        if (size === 0) await syncDirectory(dirname(path))
      } finally {
        await handle.close()
      }
    },
  }
}

/** A crash, or a full disk, may have left a piece of a line: nobody was told that it is there. */
async function cutUnfinished(handle: FileHandle, size: number): Promise<void> {
  const last = Buffer.alloc(1)
  await handle.read(last, 0, 1, size - 1)
  if (last[0] !== LINE_FEED) await handle.truncate(wholeLines(await handle.readFile()).length)
}

function wholeLines(content: Buffer): Buffer {
  return content.subarray(0, content.lastIndexOf(LINE_FEED) + 1)
}

/** Null where the file is shorter. */
async function readAfter(path: string, bytes: number): Promise<Buffer | null> {
  const handle = await openIfThere(path)
  if (handle === null) return bytes === 0 ? Buffer.alloc(0) : null
  try {
    const { size } = await handle.stat()
    if (size < bytes) return null
    const added = Buffer.alloc(size - bytes)
    await handle.read(added, 0, added.length, bytes)
    return added
  } finally {
    await handle.close()
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

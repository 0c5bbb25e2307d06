import { type FileHandle, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GrowingFile } from '../core/ports.js'
import { hasCode, syncDirectory } from './atomic-file.js'

const LINE_FEED = 0x0a

/** A UTF-8 file of mode 0600 that lines are added to. */
export function growingFile(path: string): GrowingFile {
  return {
    read: async () => wholeLines(await readIfThere(path)).toString('utf8'),

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

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0)
    throw error
  }
}

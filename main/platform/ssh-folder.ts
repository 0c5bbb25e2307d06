import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { MOST_IMPORT_BYTES } from '../../contract/keys.js'
import type { SshFolder } from '../core/ports.js'
import { hasCode } from './atomic-file.js'

/** The user's SSH folder at `path`. Only reads. Throws the system's errors. */
export function sshFolder(path: string): SshFolder {
  return {
    path,
    async list() {
      const names = await readdir(path).catch(emptyIfMissing)
      const files = await Promise.all(names.map((name) => sizeOf(path, name)))
      return files.filter((file) => file !== null)
    },
    async read(name) {
      if (basename(name) !== name || name === '..') throw new Error(`${name} is not the name of a file`)
      // Without O_NONBLOCK a named pipe would keep us waiting for somebody to write into it.
      const handle = await open(join(path, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      try {
        return await readPlain(handle, name)
      } finally {
        await handle.close()
      }
    },
  }
}

async function readPlain(handle: FileHandle, name: string): Promise<Buffer> {
  const about = await handle.stat()
  if (!about.isFile()) throw new Error(`${name} is not a plain file`)
  if (about.size > MOST_IMPORT_BYTES) throw new Error(`${name} is larger than ${MOST_IMPORT_BYTES} bytes`)
  return handle.readFile()
}

/** Null for what is no plain file, is a link to nowhere, or went away meanwhile. */
async function sizeOf(path: string, name: string): Promise<{ name: string; size: number } | null> {
  const about: Stats | null = await stat(join(path, name)).catch((error) => {
    if (hasCode(error, 'ENOENT', 'ELOOP', 'EACCES')) return null
    throw error
  })
  return about?.isFile() ? { name, size: about.size } : null
}

function emptyIfMissing(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return []
  throw error
}

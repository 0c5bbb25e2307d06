import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import type { DocumentFolder, Log } from '../core/ports.js'
import { hasCode, removeLeftovers } from './atomic-file.js'
import { documentStore } from './document-store.js'

const ENDING = '.json'

/** JSON documents in a folder of their own (mode 0700, made with the first of them), one file each; see `documentStore`. */
export function documentFolder(path: string, log: Log): DocumentFolder {
  const inTurn = oneAtATime()
  const fileOf = (name: string) => {
    if (!/^[\w-]+$/.test(name)) throw new Error(`Not the name of a document: ${name}`)
    return join(path, name + ENDING)
  }
  const store = (name: string) => documentStore(fileOf(name), log)
  return {
    async names() {
      const files = await filesIn(path)
      return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length))
    },
    read: (name) => store(name).read(),
    write: (name, document) =>
      inTurn(async () => {
        await mkdir(path, { recursive: true, mode: 0o700 })
        await store(name).write(document)
      }),
    remove: (name) =>
      inTurn(async () => {
        await rm(fileOf(name), { force: true })
        if ((await filesIn(path)).length > 0) await removeLeftovers(fileOf(name))
      }),
  }
}

async function filesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

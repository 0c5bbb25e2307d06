import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { OpenedFile } from '../../../contract/openings.js'
import { LatchkeyError } from '../lib/error.js'

/** The key files that the system has handed over in this run: pages name them by an id, and never by a path. */
export interface OpenedFiles {
  add(path: string): OpenedFile
  /** Throws `key-unreadable`; the caller wipes what it gets. */
  read(id: string): Promise<Uint8Array>
}

/** What was handed over before is forgotten: nobody imports so many. */
const MOST_FILES = 2000

export function createOpenedFiles(readKeyFile: (path: string) => Promise<Uint8Array>): OpenedFiles {
  const paths = new Map<string, string>()
  return {
    add(path) {
      const id = randomUUID()
      paths.set(id, path)
      const [oldest] = paths.keys()
      if (paths.size > MOST_FILES && oldest !== undefined) paths.delete(oldest)
      return { id, name: basename(path) }
    },
    async read(id) {
      const path = paths.get(id)
      return path === undefined ? rejectOpened() : readKeyFile(path)
    },
  }
}

/** For where nothing is handed over. */
export async function rejectOpened(): Promise<never> {
  throw new LatchkeyError('key-unreadable', 'Latchkey does not know this file any more.', {
    advice: 'Open the file once more.',
  })
}

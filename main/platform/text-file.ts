import { readFile } from 'node:fs/promises'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import type { TextFile } from '../core/ports.js'
import { hasCode, writeFileAtomic } from './atomic-file.js'

/** A UTF-8 file of mode 0600, replaced as a whole. */
export function textFile(path: string): TextFile {
  const serially = oneAtATime()
  return {
    read: () => readIfThere(path),
    write: (text) => serially(() => writeFileAtomic(path, text)),
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  }
}

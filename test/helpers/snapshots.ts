import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Copies a folder, each time it is called, to `<into>/<n>`, unless it is as it was at the last call: what a process that
 * is killed now leaves behind, since the kernel keeps what was written. Synchronous.
 */
export function createSnapshots(folder: string, into: string) {
  let count = 0
  let last = ''
  let busy = false
  return {
    take(): void {
      busy = true
      const now = digestOf(folder)
      if (now !== last) cpSync(folder, join(into, String(++count)), { recursive: true })
      last = now
      busy = false
    },
    count: () => count,
    /** Whether a write is one of its own. */
    atWork: () => busy,
  }
}

/** Over the names and contents of everything in it. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

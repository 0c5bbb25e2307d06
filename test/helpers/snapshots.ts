import { createHash } from 'node:crypto'
import { cpSync, linkSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Copies a folder, each time it is called, to `<into>/<n>`, unless it is as it was at the last call: what a process that
 * is killed now leaves behind, since the kernel keeps what was written. Names of one file (hard links) stay so in the
 * copy. Synchronous.
 */
export function createSnapshots(folder: string, into: string) {
  let count = 0
  let last = ''
  let busy = false
  return {
    take(): void {
      busy = true
      const taken = takeMoment(folder, join(into, String(count + 1)), last)
      if (taken !== last) count++
      last = taken
      busy = false
    },
    count: () => count,
    /** Whether a write is one of its own. */
    atWork: () => busy,
  }
}

/** Copies the folder unless it has the digest `last`. A write that is under way ends meanwhile: then once more. */
function takeMoment(folder: string, to: string, last: string): string {
  for (;;) {
    try {
      const now = digestOf(folder)
      if (now === last) return now
      copy(folder, to)
      if (digestOf(folder) === now) return now
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    rmSync(to, { recursive: true, force: true })
  }
}

/** Over the names and contents of everything in it, and which names are one file. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256')
  for (const [name, same] of filesIn(folder))
    hash
      .update(`${name}\0${same}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0')
  return hash.digest('hex')
}

function copy(folder: string, to: string): void {
  cpSync(folder, to, { recursive: true })
  for (const [name, same] of filesIn(folder)) {
    if (same === name) continue
    rmSync(join(to, name))
    linkSync(join(to, same), join(to, name))
  }
}

/** Each file's name, with the first name of the same file. */
function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const first = new Map<number, string>()
  const files = new Map<string, string>()
  for (const name of names) {
    const found = statSync(join(folder, name))
    if (!found.isFile()) continue
    const same = first.get(found.ino) ?? name
    first.set(found.ino, same)
    files.set(name, same)
  }
  return files
}

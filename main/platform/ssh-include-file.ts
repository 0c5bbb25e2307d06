import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SshIncludeFile } from '../core/ports.js'
import { hasCode, writeFileAtomic } from './atomic-file.js'

/** The file `config` in a folder that holds nothing else but the public keys that it names. */
export function sshIncludeFile(folder: string): SshIncludeFile {
  const path = join(folder, 'config')
  return {
    folder,
    path,
    async write(text, keyFiles) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for (const [name, line] of keyFiles) await writeFileAtomic(join(folder, name), line)
      await writeFileAtomic(path, text)
      for (const name of await readdir(folder))
        if (name.endsWith('.pub') && !keyFiles.has(name)) await rm(join(folder, name), { force: true })
    },
    /** The configuration first: it names the keys. */
    async remove() {
      await rm(path, { force: true })
      for (const name of await readdir(folder).catch(noneIfMissing))
        if (name.endsWith('.pub')) await rm(join(folder, name), { force: true })
    },
  }
}

function noneIfMissing(error: unknown): string[] {
  if (hasCode(error, 'ENOENT')) return []
  throw error
}

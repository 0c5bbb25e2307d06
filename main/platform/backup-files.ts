import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupFiles, Clock } from '../core/ports.js'
import { previousPath, syncDirectory, writeFileAtomic } from './atomic-file.js'
import { isThere, profileCopies, RESCUE } from './profile-copies.js'
import { textFile } from './text-file.js'

/** The rescue file, and the copies of the profile. */
export function backupFiles(directory: string, clock: Pick<Clock, 'now'>): BackupFiles {
  const path = join(directory, RESCUE)
  const { removeFromCopies, ...copies } = profileCopies(directory, clock)
  return {
    rescue: {
      path,
      exists: () => isThere(path),
      async write(content, { previous }) {
        await writeFileAtomic(path, content, { keepPrevious: previous === 'replace' })
        if (previous === 'drop') await rm(previousPath(path), { force: true })
      },
      async remove() {
        await rm(path, { force: true })
        await rm(previousPath(path), { force: true })
        await removeFromCopies(RESCUE)
        await syncDirectory(directory)
      },
    },
    rescueState: textFile(join(directory, 'rescue.json')),
    ...copies,
  }
}

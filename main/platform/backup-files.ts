import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LatchkeyError } from '../core/lib/error.js'
import type { BackupFiles, Clock } from '../core/ports.js'
import { hasCode, previousPath, syncDirectory, writeFileAtomic } from './atomic-file.js'
import { textFile } from './text-file.js'

const MOST_COPIES = 10
const RESCUE = 'rescue.age'
const SEALED = 'vault.sealed'
const COPIED = ['profile.json', SEALED, 'known_hosts', RESCUE]

/** The rescue file, and copies of the profile in `backups/<time>/`. */
export function backupFiles(directory: string, clock: Pick<Clock, 'now'>): BackupFiles {
  const path = join(directory, RESCUE)
  const copies = join(directory, 'backups')
  return {
    rescue: {
      path,
      exists: async () => (await readIfThere(path)) !== null,
      async write(content, { keepPrevious }) {
        await writeFileAtomic(path, content, { keepPrevious })
        if (!keepPrevious) await rm(previousPath(path), { force: true })
      },
      async remove() {
        await rm(path, { force: true })
        await rm(previousPath(path), { force: true })
        for (const copy of await copiesIn(copies)) await rm(join(copies, copy, RESCUE), { force: true })
        await syncDirectory(directory)
      },
    },
    rescueState: textFile(join(directory, 'rescue.json')),
    keepCopy: () =>
      copying(copies, async () => {
        const [newest] = (await copiesIn(copies)).reverse()
        if (newest !== undefined && (await isSame(directory, join(copies, newest)))) return
        await makeCopy(directory, copies, nameAt(clock.now()))
        for (const old of (await copiesIn(copies)).slice(0, -MOST_COPIES))
          await rm(join(copies, old), { recursive: true })
      }),
    async setAside() {
      const name = `set-aside-${nameAt(clock.now())}`
      await copying(copies, () => makeCopy(directory, copies, name))
      for (const path of [join(directory, SEALED), previousPath(join(directory, SEALED))])
        await rm(path, { force: true })
      await syncDirectory(directory)
      return join(copies, name)
    },
  }
}

/** The oldest first. */
async function copiesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error) => {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  })
  return names.filter((name) => /^\d{4}-\d\d-\d\dT[\d-]+Z$/.test(name)).sort()
}

async function isSame(directory: string, copy: string): Promise<boolean> {
  for (const name of COPIED) {
    const [now, then] = [await readIfThere(join(directory, name)), await readIfThere(join(copy, name))]
    if (now === null || then === null ? now !== then : !now.equals(then)) return false
  }
  return true
}

const nameAt = (time: number) => new Date(time).toISOString().replace(/[:.]/g, '-')

/** Under another name until it is whole; what a crash left of one goes with the next. */
async function makeCopy(directory: string, copies: string, name: string): Promise<void> {
  const unfinished = join(copies, 'unfinished')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  for (const file of COPIED) await copyIfThere(join(directory, file), join(unfinished, file))
  await syncDirectory(unfinished)
  await rename(unfinished, join(copies, name))
  await syncDirectory(copies)
}

/** The system's errors, in words. */
async function copying<T>(copies: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw notCopied(copies, cause)
  }
}

function notCopied(copies: string, cause: unknown): LatchkeyError {
  return new LatchkeyError('file-unwritable', `No copy of the profile could be kept in ${copies}.`, {
    advice: 'Nothing was changed. Make room on the disk, or see who may write in that folder, and try again.',
    retryable: true,
    detail: String(cause),
    cause,
  })
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  const handle = await open(to, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

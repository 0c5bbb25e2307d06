import type { Stats } from 'node:fs'
import { open, readFile, realpath, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { diskProblem } from '../core/lib/disk-problem.js'
import { LatchkeyError } from '../core/lib/error.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import type { SharedTextFile } from '../core/ports.js'
import {
  copyDurably,
  hasCode,
  removeLeftovers,
  renameOver,
  syncDirectory,
  temporaryPath,
} from './atomic-file.js'

/** A file that isn't there is made neither by reading nor by replacing: `replace` then answers false. */
export function sharedTextFile(path: string): SharedTextFile {
  const serially = oneAtATime()
  const backupPath = `${path}.old`
  return {
    path,
    backupPath,
    read: () => readText(path).catch(unreadable(path)),
    replace: (before, next) =>
      serially(() => replace(path, backupPath, before, next)).catch(unwritable(path)),
  }
}

/** More than any file that a person or `ssh` keeps. */
const MOST_BYTES = 32 * 1024 * 1024

/** What is linked to `/dev/null` holds nothing; a pipe would keep us waiting. */
async function readText(path: string): Promise<string> {
  try {
    const about = await stat(path)
    if (about.size > MOST_BYTES) throw new Error(`It has ${about.size} bytes`)
    return about.isFile() || about.isDirectory() ? await readFile(path, 'latin1') : ''
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  }
}

/** Beside the file itself where the path is a link, so that the link stays and the rename is atomic. */
async function replace(path: string, backupPath: string, before: string, next: string): Promise<boolean> {
  const target = await realpath(path).catch(nullIfMissing)
  if (target === null || (await readText(target)) !== before) return false
  const about = await stat(target)
  if (!about.isFile()) throw new Error(`${target} is not a plain file`)
  await removeLeftovers(target)
  const temporary = temporaryPath(target)
  try {
    await writeLike(about, temporary, next)
    await keepBackup(target, backupPath)
    if ((await readText(target)) !== before) return false
    await renameOver(temporary, target)
  } finally {
    await rm(temporary, { force: true })
  }
  await syncDirectory(dirname(target))
  return true
}

/** With the mode and the owner of the file that it is to replace. */
async function writeLike({ mode, uid, gid }: Stats, path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(text, 'latin1')
    if (process.platform !== 'win32') {
      const made = await handle.stat()
      if (made.uid !== uid || made.gid !== gid) await handle.chown(uid, gid)
      await handle.chmod(mode & 0o7777)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A copy, never the file itself: others may have it open. */
async function keepBackup(target: string, backupPath: string): Promise<void> {
  await removeLeftovers(backupPath)
  const temporary = temporaryPath(backupPath)
  try {
    await copyDurably(target, temporary)
    await renameOver(temporary, backupPath)
  } finally {
    await rm(temporary, { force: true })
  }
  await syncDirectory(dirname(backupPath))
}

function nullIfMissing(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null
  throw error
}

const unreadable = (path: string) => (cause: unknown) => {
  throw new LatchkeyError('file-unreadable', `${path} can't be read.`, {
    advice: 'Look at its owner and its permissions.',
    detail: String(cause),
    retryable: true,
    cause,
  })
}

const unwritable = (path: string) => (cause: unknown) => {
  const disk = diskProblem(cause)
  throw new LatchkeyError('file-unwritable', `${path} can't be replaced. ${disk?.message ?? ''}`.trim(), {
    advice:
      disk?.advice ?? 'Look at the owner and the permissions of the file and its folder. It was not changed.',
    detail: String(cause),
    retryable: true,
    cause,
  })
}

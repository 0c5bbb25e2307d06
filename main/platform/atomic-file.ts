import { randomBytes } from 'node:crypto'
import { copyFile, link, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface AtomicWriteOptions {
  /** Keeps what the file held before as `<path>.previous`. */
  keepPrevious?: boolean
}

/**
 * Replaces the file's content as a whole: at any moment, crash included, the path holds the old or the new content.
 * Durable when the promise resolves. Mode 0600. Writes of one path must not overlap.
 * Throws the system's error, and the file is then as it was.
 */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  { keepPrevious = false }: AtomicWriteOptions = {},
): Promise<void> {
  await removeLeftovers(path)
  const temporary = temporaryPath(path)
  try {
    await writeDurably(temporary, content)
    if (keepPrevious) await keepAsPrevious(path)
    await renameOver(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

/** Keeps the file's present content as `<path>.previous`, if there is a file. Atomic. */
export async function keepAsPrevious(path: string): Promise<void> {
  const temporary = temporaryPath(path)
  try {
    if (!(await linkOrCopy(path, temporary))) return
    await renameOver(temporary, previousPath(path))
  } finally {
    // Renaming a link over another link to the same file does nothing, says POSIX, and leaves this one.
    await rm(temporary, { force: true })
  }
}

/** Where `keepAsPrevious` keeps the content before the last change. */
export function previousPath(path: string): string {
  return `${path}.previous`
}

/** Makes renames and creations in the directory durable. Windows has no such call and journals them itself. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes the temporary files that a crash during a write of `path` left. */
export async function removeLeftovers(path: string): Promise<void> {
  const names = await readdir(dirname(path))
  const leftovers = names.filter((name) => isTemporaryOf(name, basename(path)))
  for (const name of leftovers) await rm(join(dirname(path), name), { force: true })
}

/** A fresh name beside `path`, of the kind that `removeLeftovers` knows. */
export function temporaryPath(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`
}

function isTemporaryOf(name: string, target: string): boolean {
  return name.startsWith(`${target}.`) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(target.length + 1))
}

async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** False if there is no such file. */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    await copyDurably(from, to)
    return true
  }
}

/** Durable once its directory is synced too. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const handle = await open(to, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const windowsRetries = [10, 20, 50, 100, 200, 500, 1000]

/** On Windows a virus scanner or an indexer may hold the target for a moment: waits for it, about 2 s in all. */
export async function renameOver(from: string, to: string): Promise<void> {
  const retries = process.platform === 'win32' ? windowsRetries : []
  for (const wait of retries) {
    try {
      return await rename(from, to)
    } catch (error) {
      if (!hasCode(error, 'EPERM', 'EBUSY', 'EACCES')) throw error
      await sleep(wait)
    }
  }
  await rename(from, to)
}

/** Whether it is a system error with one of the codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(String((error as NodeJS.ErrnoException).code))
}

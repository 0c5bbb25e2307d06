import { mkdirSync, mkdtempSync } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../core/ports.js'
import { hasCode } from './atomic-file.js'

/** The folder of one demo. Nothing of the user's is in it, and nothing of the demo's is elsewhere. */
export interface DemoFolder {
  path: string
  profileDir: string
  /** In the place of the user's home: what is exported lands there, and keys and settings of OpenSSH's are looked for there. */
  home: string
}

/** Names the process whose demo it is: another one's that runs is left alone. */
const NAME = /^latchkey-demo-(\d+)-[A-Za-z0-9]{6}$/
const prefixOf = (pid: number) => `latchkey-demo-${pid}-`

/** Makes the folder of this process's demo, for its user alone, in the system's place for temporary files. */
export function makeDemoFolder(): DemoFolder {
  const path = mkdtempSync(join(tmpdir(), prefixOf(process.pid)))
  const home = join(path, 'home')
  mkdirSync(home, { mode: 0o700 })
  return { path, profileDir: join(path, 'profile'), home }
}

/**
 * Deletes the folders of demos that are over: all whose process is no more, which was killed if it left one, and that of
 * `ended`, whose number another process may have by now. Never throws; what can't be deleted is tried by the next start.
 */
export async function removeDemoFolders(log: Log, ended?: number): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const name of names) {
    const pid = Number(NAME.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || (pid !== ended && isAlive(pid))) continue
    const path = join(tmpdir(), name)
    await removeOwn(path).catch((error) => log.error('demo.folder-not-removed', error, { path }))
  }
}

/** Deletes a demo's folder with all that is in it. */
export async function removeDemoFolder(path: string): Promise<void> {
  // A browser's processes may write for a moment longer.
  await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}

/** Only a folder of this user's: a link, or what somebody else has put there under such a name, is not ours to delete. */
async function removeOwn(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null // another process was quicker
    throw error
  })
  const isOwn = process.getuid === undefined || found?.uid === process.getuid()
  if (found?.isDirectory() && isOwn) await removeDemoFolder(path)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM') // somebody else's
  }
}

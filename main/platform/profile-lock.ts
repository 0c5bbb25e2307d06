import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LatchkeyError } from '../core/lib/error.js'
import { hasCode, removeLeftovers, temporaryPath } from './atomic-file.js'

const Holder = z.object({ pid: z.int().positive(), started: z.string() })
type Holder = z.infer<typeof Holder>

export interface ProfileLock {
  release(): Promise<void>
}

/**
 * Makes this process the only Latchkey on the profile, until `release` or its end: `profile.lock` names the holder,
 * and one whose process has gone is taken over. Throws `profile-in-use`.
 */
export async function lockProfile(directory: string): Promise<ProfileLock> {
  const path = join(directory, 'profile.lock')
  const mine: Holder = { pid: process.pid, started: await startOf(process.pid) }
  while (!(await claim(path, mine))) {
    const content = await readIfThere(path)
    const holder = parseHolder(content)
    if (holder !== null && (await isAlive(holder))) throw inUse(directory, path, holder.pid)
    if (content !== null) await removeStale(path, content)
  }
  await removeLeftovers(path)
  return { release: () => rm(path, { force: true }) }
}

/** A link appears with its content and fails where there is a file: two can't both succeed. */
async function claim(path: string, holder: Holder): Promise<boolean> {
  const temporary = temporaryPath(path)
  try {
    await writeFile(temporary, JSON.stringify(holder), { mode: 0o600, flag: 'wx' })
    await link(temporary, path)
    return true
  } catch (error) {
    // ENOENT: the holder has just tidied up.
    if (hasCode(error, 'EEXIST', 'ENOENT')) return false
    if (hasCode(error, 'EPERM', 'ENOTSUP', 'ENOSYS')) return claimWithoutLinks(path, holder)
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

async function claimWithoutLinks(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Another process may have taken over meanwhile: what is moved away is looked at, and put back if it isn't the stale one. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  if ((await readIfThere(aside)) !== stale) await rename(aside, path)
  await rm(aside, { force: true })
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function parseHolder(content: string | null): Holder | null {
  try {
    return Holder.parse(JSON.parse(content ?? ''))
  } catch (_notALock) {
    return null
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return hasCode(error, 'EPERM')
  }
  return (await startOf(holder.pid)) === holder.started
}

/** Tells a process from a later one with the same number (Linux: start time in ticks since boot; elsewhere empty). */
async function startOf(pid: number): Promise<string> {
  const content = process.platform === 'linux' ? await readIfThere(`/proc/${pid}/stat`) : null
  const afterName = content?.slice(content.lastIndexOf(')') + 2)
  return afterName?.split(' ')[19] ?? ''
}

function inUse(directory: string, path: string, pid: number): LatchkeyError {
  return new LatchkeyError('profile-in-use', `Latchkey already runs on this profile (process ${pid}).`, {
    advice: `Go to the Latchkey that is open, or close it. The profile is ${directory}; another can be named with --profile. If process ${pid} is no Latchkey, delete ${path}.`,
  })
}

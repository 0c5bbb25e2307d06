import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { CopyName, CopyReason, type ProfileCopy } from '../../contract/backup.js'
import { told } from '../../contract/words/say.js'
import { LatchkeyError } from '../core/lib/error.js'
import type { BackupFiles, Clock } from '../core/ports.js'
import type { Profile } from '../core/profile.js'
import { hasCode, previousPath, syncDirectory, writeFileAtomic } from './atomic-file.js'
import { readProfileFile } from './profile-file.js'
import { openSealedCopy } from './sealed-copy.js'

const MOST_COPIES = 10
const PROFILE = 'profile.json'
const KNOWN_HOSTS = 'known_hosts'
export const SEALED = 'vault.sealed'
export const RESCUE = 'rescue.age'
const COPIED = [PROFILE, SEALED, KNOWN_HOSTS, RESCUE]
/** Beside them: before what the copy was kept. */
const ABOUT = 'copy.json'
const About = z.object({ reason: CopyReason })
const SET_ASIDE = 'set-aside-'

type Copies = Omit<BackupFiles, 'rescue' | 'rescueState'> & {
  /** Takes a file out of every copy but the vaults that were set aside. */
  removeFromCopies(file: string): Promise<void>
}

/** Copies of the profile's files in `backups/<time>/`, and vaults set aside in `backups/set-aside-<time>/`. */
export function profileCopies(directory: string, clock: Pick<Clock, 'now'>): Copies {
  const folder = join(directory, 'backups')
  const kept = async () => (await namesIn(folder)).filter((name) => !name.startsWith(SET_ASIDE))
  const remove = (name: string) => rm(join(folder, name), { recursive: true })

  async function setAside(): Promise<string> {
    const name = await copying(folder, () =>
      makeCopy(directory, folder, `${SET_ASIDE}${nameAt(clock.now())}`, null),
    )
    const sealed = join(directory, SEALED)
    for (const path of [sealed, previousPath(sealed)]) await rm(path, { force: true })
    await syncDirectory(directory)
    return join(folder, name)
  }

  /** Whether the sealed file that is there belongs to the copy's vault: it is the one that was copied last. */
  async function isOfTheSameVault(name: string, profile: Profile): Promise<boolean> {
    const newest = (await kept()).at(-1)
    if (newest === undefined || name.startsWith(SET_ASIDE)) return false
    const last = await readProfileFile(join(folder, newest, PROFILE))
    return last.is === 'whole' && last.profile.id === profile.id
  }

  return {
    copiesFolder: folder,
    keepCopy: (before) =>
      copying(folder, async () => {
        const newest = (await kept()).at(-1)
        if (newest !== undefined && (await isSame(directory, join(folder, newest)))) return
        await makeCopy(directory, folder, nameAt(clock.now()), before)
        for (const old of (await kept()).slice(0, -MOST_COPIES)) await remove(old)
      }),
    async copies() {
      const found: ProfileCopy[] = []
      for (const name of await namesIn(folder)) found.push(await describe(folder, name))
      return found.sort((a, b) => b.at.localeCompare(a.at))
    },
    async deleteCopies() {
      for (const name of await kept()) await remove(name)
      await syncDirectory(folder).catch(unlessGone)
    },
    async openCopy(name, password) {
      const copy = join(folder, CopyName.parse(name))
      const profile = await profileOf(copy)
      const sealed = await readIfThere(join(copy, SEALED))
      const secrets = sealed && (await openSealedCopy(sealed, password))
      return { profile, knownHosts: String((await readIfThere(join(copy, KNOWN_HOSTS))) ?? ''), secrets }
    },
    async bringBack(name) {
      const copy = join(folder, CopyName.parse(name))
      const profile = await profileOf(copy)
      const isOther = await isThere(join(directory, SEALED))
      if (isOther && !(await isOfTheSameVault(name, profile))) await setAside()
      for (const file of [SEALED, KNOWN_HOSTS, RESCUE]) await putBack(join(copy, file), join(directory, file))
      return profile
    },
    setAside,
    async removeFromCopies(file) {
      for (const name of await kept()) await rm(join(folder, name, file), { force: true })
    },
  }
}

/** The oldest first, apart from vaults that were set aside. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error) => {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  })
  return names.filter((name) => CopyName.safeParse(name).success).sort()
}

const nameAt = (time: number) => new Date(time).toISOString().replace(/[:.]/g, '-')

/** The way back from `nameAt`. */
function timeOf(name: string): string {
  const [, day, hour, minute, second, millis] =
    /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/.exec(name) ?? []
  return day === undefined ? new Date(0).toISOString() : `${day}T${hour}:${minute}:${second}.${millis}Z`
}

async function describe(folder: string, name: string): Promise<ProfileCopy> {
  const copy = join(folder, name)
  const found = await readProfileFile(join(copy, PROFILE)).catch(() => null) // of a newer Latchkey: shown all the same
  const about = About.safeParse(parsed(await readIfThere(join(copy, ABOUT))))
  const sizes = await Promise.all(COPIED.map((file) => sizeOf(join(copy, file))))
  return {
    name,
    at: timeOf(name),
    reason: about.data?.reason ?? null,
    setAside: name.startsWith(SET_ASIDE),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    keys: found?.is === 'whole' ? found.profile.keys.length : null,
    sealed: await isThere(join(copy, SEALED)),
  }
}

function parsed(bytes: Uint8Array | null): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes))
  } catch (_damaged) {
    return null
  }
}

/** Throws `profile-newer`, `profile-damaged`. */
async function profileOf(copy: string): Promise<Profile> {
  const found = await readProfileFile(join(copy, PROFILE))
  if (found.is === 'whole') return found.profile
  const what = found.is === 'absent' ? told`is not there` : told`is damaged`
  throw new LatchkeyError('profile-damaged', `The profile in the copy ${copy} ${what}.`, {
    advice: 'Nothing was changed. Use another copy.',
    ...(found.is === 'damaged' ? { cause: found.cause } : {}),
  })
}

async function isSame(directory: string, copy: string): Promise<boolean> {
  for (const name of COPIED) {
    const [now, then] = [await readIfThere(join(directory, name)), await readIfThere(join(copy, name))]
    if (now === null || then === null ? now !== then : !now.equals(then)) return false
  }
  return true
}

/** Under another name until it is whole; what a crash left of one goes with the next. Answers its name. */
async function makeCopy(
  directory: string,
  copies: string,
  name: string,
  reason: CopyReason | null,
): Promise<string> {
  const unfinished = join(copies, 'unfinished')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  for (const file of COPIED) await copyIfThere(join(directory, file), join(unfinished, file))
  if (reason !== null) await writeFileAtomic(join(unfinished, ABOUT), `${JSON.stringify({ reason })}\n`)
  await syncDirectory(unfinished)
  await rename(unfinished, join(copies, name))
  await syncDirectory(copies)
  return name
}

/** Never over a file that is there. The other name makes it whole at once. */
async function putBack(from: string, to: string): Promise<void> {
  if (await isThere(to)) return
  const content = await readIfThere(from)
  if (content !== null) await writeFileAtomic(to, content)
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
    return unlessGone(error)
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
  return readFile(path).catch((error) => {
    unlessGone(error)
    return null
  })
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error) => {
      unlessGone(error)
      return 0
    },
  )
}

export const isThere = async (path: string) => (await readIfThere(path)) !== null

function unlessGone(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error
}

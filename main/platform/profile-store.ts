import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Conf from 'conf'
import type { ErrorInfo } from '../../contract/errors.js'
import { told } from '../../contract/words/say.js'
import { LatchkeyError } from '../core/lib/error.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import type { ProfileStore } from '../core/ports.js'
import { emptyProfile, Profile } from '../core/profile.js'
import {
  copyDurably,
  keepAsPrevious,
  previousPath,
  removeLeftovers,
  syncDirectory,
  writeFileAtomic,
} from './atomic-file.js'
import { type FoundProfile, readProfileFile } from './profile-file.js'

/** A file that could not be used, where its content is now (null if it was gone), and why. */
export interface PutAside {
  file: string
  movedTo: string | null
  problem: ErrorInfo
}

/**
 * The profile in `profile.json`, made on first use. The version before the last change is kept beside it.
 * A damaged file is copied to `profile.damaged-<time>.json` and told of in `putAside`; the version before it takes its
 * place, or an empty profile where there is none. One of an earlier version is rewritten as the present one at once,
 * after `beforeUpgrade`. Throws `profile-newer`, and the file is untouched.
 */
export async function openProfileStore(
  directory: string,
  beforeUpgrade: () => Promise<void> = async () => undefined,
): Promise<{ store: ProfileStore; putAside: PutAside[] }> {
  const path = join(directory, 'profile.json')
  await removeLeftovers(path)
  await removeConfLeftovers(directory, basename(path))
  const { profile, putAside } = await load(path, beforeUpgrade)
  return { store: openStore(directory, profile), putAside }
}

/**
 * `conf` writes to a temporary file, syncs and renames; the directory is synced here. The schema is checked here too, as
 * at reading: to compile it for `conf` once more takes a tenth of a second of each start.
 */
function openStore(directory: string, profile: Profile): ProfileStore {
  const conf = new Conf<Profile>({
    cwd: directory,
    configName: 'profile',
    configFileMode: 0o600,
    defaults: profile,
    accessPropertiesByDotNotation: false,
  })
  const serially = oneAtATime()
  let content = profile

  return {
    read: () => content,
    update: (change) =>
      serially(async () => {
        const next = Profile.parse(change(content))
        await keepAsPrevious(conf.path)
        conf.store = next
        content = next
        await syncDirectory(directory)
        return next
      }),
  }
}

async function load(
  path: string,
  beforeUpgrade: () => Promise<void>,
): Promise<{ profile: Profile; putAside: PutAside[] }> {
  const found = await readProfileFile(path)
  if (found.is === 'whole') {
    const { profile, upgraded } = found
    if (upgraded) {
      await beforeUpgrade()
      await writeFileAtomic(path, toText(profile), { keepPrevious: true })
    }
    return { profile, putAside: [] }
  }
  const before = await readProfileFile(previousPath(path))
  if (found.is === 'absent' && before.is === 'absent') {
    return { profile: emptyProfile(randomUUID()), putAside: [] }
  }
  return recover(path, found, before)
}

async function recover(path: string, found: FoundProfile, before: FoundProfile) {
  const movedTo = found.is === 'damaged' ? damagedPath(path) : null
  if (movedTo !== null) {
    await copyDurably(path, movedTo)
    await syncDirectory(dirname(path)) // before the damaged file itself is written over
  }
  const profile = before.is === 'whole' ? before.profile : emptyProfile(randomUUID())
  await writeFileAtomic(path, toText(profile))
  return { profile, putAside: [{ file: path, movedTo, problem: problemOf(found, before).info }] }
}

/** As `conf` writes it. */
const toText = (profile: Profile) => JSON.stringify(profile, null, '\t')

function problemOf(found: FoundProfile, before: FoundProfile): LatchkeyError {
  const what = found.is === 'absent' ? told`was gone` : told`was damaged`
  const now =
    before.is === 'whole'
      ? 'The version before its last change is in use now.'
      : 'Latchkey begins with an empty profile. The private keys stay where they are.'
  return new LatchkeyError('profile-damaged', `The profile ${what}. ${now}`, {
    advice:
      before.is === 'whole'
        ? 'What a copy in the settings has and this version has not can be restored from there.'
        : 'If there are copies of the profile, bring one back on the first screen.',
    ...(found.is === 'damaged' ? { cause: found.cause } : {}),
  })
}

function damagedPath(path: string): string {
  const time = new Date().toISOString().replace(/[:.]/g, '-')
  return path.replace(/\.json$/, `.damaged-${time}.json`)
}

/** A crash during a write by `conf` leaves its temporary file. */
async function removeConfLeftovers(directory: string, name: string): Promise<void> {
  const leftovers = (await readdir(directory)).filter(
    (file) => file.startsWith(`${name}.tmp-`) && /^\d{10}[0-9a-f]{6}$/.test(file.slice(name.length + 5)),
  )
  for (const file of leftovers) await rm(join(directory, file), { force: true })
}

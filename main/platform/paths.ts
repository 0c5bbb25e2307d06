import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import envPaths from 'env-paths'
import { LatchkeyError } from '../core/lib/error.js'
import { hasCode } from './atomic-file.js'

/**
 * Where the profile is: `--profile DIR` (or `--profile=DIR`), else LATCHKEY_PROFILE, else the system's place for a
 * program's data (Linux ~/.local/share/latchkey, macOS ~/Library/Application Support/latchkey, Windows %LOCALAPPDATA%).
 * `args` are the arguments after the program's name.
 */
export function profileDirectory(args: string[], env: NodeJS.ProcessEnv): string {
  return namedProfile(args, env) ?? resolve(envPaths('latchkey', { suffix: '' }).data)
}

/** The one that `--profile` or LATCHKEY_PROFILE names; null where neither does. */
export function namedProfile(args: string[], env: NodeJS.ProcessEnv): string | null {
  const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false })
  const asked = typeof values.profile === 'string' ? values.profile : env.LATCHKEY_PROFILE
  return asked ? resolve(asked) : null
}

const OTHERS_WRITE = 0o022
const OTHERS = 0o077
const OUR_FILE =
  /^(profile|inventory|observations|sync-run|drift-baseline|known_hosts|outdated-hosts|vault\.sealed|latchkey\.log|activity|rescue|windows\.json)/

/**
 * Makes the directory, for its owner only, if it isn't there. Files of ours in it that others may read or write, as
 * after a restore from a backup, become the owner's only. Throws `input-invalid` where others may change the directory
 * itself: who can plant a file there says which servers and clouds are trusted. Windows has no such modes.
 */
export async function ensureProfileDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  if ((await stat(directory)).mode & OTHERS_WRITE) throw changeableByOthers(directory)
  for (const name of await readdir(directory))
    if (OUR_FILE.test(name)) await closeToOthers(join(directory, name))
}

async function closeToOthers(path: string): Promise<void> {
  try {
    const found = await stat(path)
    if (found.isFile() && found.mode & OTHERS) await chmod(path, 0o600)
  } catch (error) {
    // Gone meanwhile: the Latchkey that has the profile open is at work, which the profile's lock will tell.
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

function changeableByOthers(directory: string): LatchkeyError {
  return new LatchkeyError(
    'input-invalid',
    `Other users of this computer can change the profile folder ${directory}.`,
    {
      advice: `Look whether what is in it is yours, then make it yours alone: chmod 700 '${directory}'`,
    },
  )
}

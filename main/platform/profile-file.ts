import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { LatchkeyError } from '../core/lib/error.js'
import { PROFILE_VERSION, Profile } from '../core/profile.js'
import { upgradeProfile } from '../core/profile-versions.js'
import { hasCode } from './atomic-file.js'

/** What is in the place of a profile. `upgraded`: the file is of an earlier version. */
export type FoundProfile =
  | { is: 'whole'; profile: Profile; upgraded: boolean }
  | { is: 'absent' }
  | { is: 'damaged'; cause: unknown }

/** Reads a profile of this version or an earlier one, as the present one. Throws `profile-newer`. */
export async function readProfileFile(path: string): Promise<FoundProfile> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    refuseNewer(path, content)
    const present = upgradeProfile(content)
    return { is: 'whole', profile: Profile.parse(present), upgraded: present !== content }
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return { is: 'absent' }
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) return { is: 'damaged', cause }
    throw cause
  }
}

function refuseNewer(path: string, content: unknown): void {
  const versioned = z.object({ version: z.number().gt(PROFILE_VERSION) }).safeParse(content)
  if (!versioned.success) return
  throw new LatchkeyError('profile-newer', `The profile ${path} was written by a newer Latchkey.`, {
    advice: 'Install the newest Latchkey, or name another profile with --profile. Nothing was changed.',
  })
}

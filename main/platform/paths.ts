import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import envPaths from 'env-paths'

/**
 * Where the profile is: `--profile DIR` (or `--profile=DIR`), else LATCHKEY_PROFILE, else the system's place for a
 * program's data (Linux ~/.local/share/latchkey, macOS ~/Library/Application Support/latchkey, Windows %LOCALAPPDATA%).
 * `args` are the arguments after the program's name.
 */
export function profileDirectory(args: string[], env: NodeJS.ProcessEnv): string {
  const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false })
  const asked = typeof values.profile === 'string' ? values.profile : env.LATCHKEY_PROFILE
  return resolve(asked || envPaths('latchkey', { suffix: '' }).data)
}

/** Makes the directory, for its owner only, if it isn't there. One that is there is left as it is. */
export async function ensureProfileDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
}

/** Longer than an end in order takes (keep-core.ts). */
const TRIES = 40
const PAUSE_MS = 500

/**
 * Whether this start may go on as the only Latchkey of its profile. `ask` is `requestSingleInstanceLock`. An AppImage's update
 * starts the new version while the old one still ends: that start waits for it, where any other leaves it to the one that runs.
 */
export async function isOnly(
  ask: () => boolean,
  env: NodeJS.ProcessEnv,
  pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<boolean> {
  if (ask()) return true
  if (env.APPIMAGE_SILENT_INSTALL === undefined) return false // electron-updater sets it for the version that it starts
  for (let tried = 0; tried < TRIES; tried++) {
    await pause(PAUSE_MS)
    if (ask()) return true
  }
  return false
}

import { existsSync } from 'node:fs'
import { dirname, join, win32 } from 'node:path'

export const PORTABLE_FOLDER = 'latchkey-profile'

interface Started {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** Of Electron's program, inside of what was packed. */
  execPath: string
}

/**
 * The profile folder beside the program, where Latchkey is carried about; null where it is installed. Windows's portable
 * program always has it. An AppImage, or an unpacked zip, has it where somebody has made the folder: nothing that was not asked
 * for appears in a folder of downloads.
 */
export function portableProfile(
  { platform, env, execPath }: Started,
  exists = (path: string): boolean => existsSync(path),
): string | null {
  if (platform === 'win32') {
    // What starts Latchkey may be a portable program of somebody else, whose variables it then has.
    const isInstalled = exists(win32.join(win32.dirname(execPath), 'Uninstall Latchkey.exe'))
    const own = env.PORTABLE_EXECUTABLE_DIR
    if (own && !isInstalled) return win32.join(own, PORTABLE_FOLDER)
    const beside = win32.join(win32.dirname(execPath), PORTABLE_FOLDER)
    return exists(beside) ? beside : null
  }
  const beside = join(besideWhich({ platform, env, execPath }), PORTABLE_FOLDER)
  return exists(beside) ? beside : null
}

/** `Latchkey.app/Contents/MacOS/Latchkey` lies in the folder of `Latchkey.app`. */
function besideWhich({ platform, env, execPath }: Started): string {
  if (platform === 'darwin') return join(dirname(execPath), '../../..')
  return dirname(appImage({ env, execPath }) ?? execPath)
}

/** The AppImage that runs; null where it is none, also where another one has started it and has left its variables. */
export function appImage({ env, execPath }: Pick<Started, 'env' | 'execPath'>): string | null {
  const { APPIMAGE, APPDIR } = env
  return APPIMAGE && APPDIR && execPath.startsWith(`${APPDIR}/`) ? APPIMAGE : null
}

/** Why no keychain is offered there. */
export const NO_KEYCHAIN_IN_PORTABLE =
  'Latchkey is carried about with its profile here, and a keychain stays on this computer: on the next one the keys would be missing. The sealed file goes along.'

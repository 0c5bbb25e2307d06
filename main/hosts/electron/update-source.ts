import { parse } from 'yaml'
import { z } from 'zod'

export interface Installed {
  platform: NodeJS.Platform
  packaged: boolean
  /** Carried about with its profile. */
  portable: boolean
  /** From the Microsoft Store, or an .msix. */
  windowsStore: boolean
  /** Of an AppImage: its path. */
  appImage: string | null
  /** The file `package-type` in the app's resources: `deb` or `rpm`. Null where there is none. */
  packageType: string | null
  /** The file `app-update.yml` in the app's resources: where new versions are. Null where there is none. */
  source: string | null
}

const Source = z.object({ publisherName: z.union([z.string(), z.array(z.string())]).optional() })

/**
 * Why this Latchkey does not look for new versions itself, as a sentence; null where it can. On Windows only where it was built
 * to know who has to have signed the next one: electron-updater takes any signature, and none, where it doesn't.
 */
export function updatedElsewhere(installed: Installed): string | null {
  const { platform, packaged, portable, windowsStore, appImage, packageType, source } = installed
  if (!packaged) return 'This Latchkey was started from its source: new versions come by git.'
  if (portable) return 'This Latchkey is portable: fetch a new version and put it in the place of this one.'
  if (windowsStore)
    return 'This Latchkey is an app package: the Microsoft Store updates it, or a newer package that you open.'
  if (platform === 'linux' && packageType !== null)
    return `Your package manager updates it: it was installed as ${packageType === 'rpm' ? 'an rpm' : `a ${packageType}`} package.`
  if (platform === 'linux' && !appImage)
    return 'This Latchkey is no AppImage: new versions come the way that this one came.'
  if (source === null) return 'This Latchkey was built without a place to look for new versions.'
  if (platform === 'win32' && !namesPublisher(source))
    return 'This Latchkey is not signed, so that a new version can’t be told from a forged one.'
  return null
}

function namesPublisher(source: string): boolean {
  try {
    const { publisherName } = Source.parse(parse(source))
    return publisherName !== undefined && publisherName.length > 0
  } catch {
    return false
  }
}

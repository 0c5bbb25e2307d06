import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { DesktopWish } from '../../../contract/desktop.js'
import type { DesktopSettings } from '../../../contract/settings.js'
import { appImage } from '../../platform/portable.js'
import type { KeptCore } from './keep-core.js'
import { setStartAtLogin, startAtLogin } from './start-at-login.js'
import { updatedElsewhere } from './update-source.js'
import { createUpdates } from './updates.js'

/** What the windows see of the app around the core, and what they can ask of it. */
export interface AroundCore {
  settings(settings: DesktopSettings): void
  wish(wish: DesktopWish): void
  end(): void
}

interface AroundParts {
  core: KeptCore
  /** It is carried about with its profile. */
  portable: boolean
  /** Asks before a new version is installed, which ends Latchkey. */
  mayInstall(): boolean
  /** It was not installed after all. */
  notInstalled(): void
}

/** Needs an app that is ready. */
export function aroundCore({ core, portable, mayInstall, notInstalled }: AroundParts): AroundCore {
  const updates = createUpdates({
    load: async () => (await import('electron-updater')).default.autoUpdater,
    elsewhere: updatedElsewhere({
      platform: process.platform,
      packaged: app.isPackaged,
      portable,
      windowsStore: process.windowsStore === true,
      appImage: appImage(process),
      packageType: resource('package-type'),
      source: resource('app-update.yml'),
    }),
    mayInstall,
    notInstalled,
    onChange: tell,
    log: core.log,
  })

  function tell(): void {
    core.desktop({ startAtLogin: startAtLogin(portable), updates: updates.state() })
  }

  tell()
  return {
    settings: ({ updates: allowed }) => updates.setting(allowed),
    wish(asked) {
      if (asked.wish === 'update') updates.ask(asked.step)
      else if (startAtLogin(portable).why === null)
        setStartAtLogin(asked.on)
          .catch((error) => core.log.error('desktop.login-not-set', error))
          .finally(tell)
    },
    end: updates.end,
  }
}

/** A small text file that electron-builder has put beside the archive; null where there is none. */
function resource(name: string): string | null {
  try {
    return readFileSync(join(process.resourcesPath, name), 'utf8').trim()
  } catch {
    return null
  }
}

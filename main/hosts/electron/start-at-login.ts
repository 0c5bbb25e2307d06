import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { app } from 'electron'
import type { DesktopState } from '../../../contract/desktop.js'
import { appImage } from '../../platform/portable.js'
import { autostartFile, noLoginEntry, setAutostart } from './login-entry.js'
import { HIDDEN_ARGUMENT } from './start-arguments.js'

const file = () => autostartFile(process.env, homedir())

/** Whether the system starts Latchkey at login, as it says now. `portable`: it may lie elsewhere tomorrow. */
export function startAtLogin(portable: boolean): DesktopState['startAtLogin'] {
  const why = noLoginEntry({
    portable,
    packaged: app.isPackaged,
    windowsStore: process.windowsStore === true,
  })
  if (why !== null) return { on: false, why }
  if (process.platform === 'linux') return { on: existsSync(file()), why: null }
  return { on: app.getLoginItemSettings({ args: [HIDDEN_ARGUMENT] }).openAtLogin, why: null }
}

/** Has the system start Latchkey at login, in the tray alone, or not any more. */
export async function setStartAtLogin(on: boolean): Promise<void> {
  if (process.platform === 'linux')
    await setAutostart(file(), on ? (appImage(process) ?? process.execPath) : null)
  else app.setLoginItemSettings({ openAtLogin: on, args: [HIDDEN_ARGUMENT] })
}

/** Whether the system has started this one at login on macOS, where no argument says so. */
export function wasStartedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

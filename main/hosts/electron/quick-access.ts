import { join } from 'node:path'
import { app, Menu, nativeImage, Tray } from 'electron'
import { instanceLink } from '../../../contract/openings.js'
import type { Log } from '../../core/ports.js'
import { dockTemplate, jumpList, type QuickParts, trayTemplate } from './quick-entries.js'
import { noFacts, type SystemFacts } from './system-facts.js'

export interface QuickOptions extends Omit<QuickParts, 'facts'> {
  /** Where scripts/pack/icons.ts has put the tray's icons. */
  icons: string
  /** Windows keeps a jump list on the disk. */
  jumpList: boolean
  log: Log
}

/** What the system shows of Latchkey beside its windows: the tray, macOS's dock menu, Windows's jump list. */
export interface QuickAccess {
  hasTray: boolean
  change(facts: SystemFacts): void
  /** Takes away what stays when Latchkey ends. */
  end(): void
}

const iconOf: Partial<Record<NodeJS.Platform, string>> = { darwin: 'trayTemplate.png', win32: 'tray.ico' }

/** Needs an app that is ready. A tray that the system has not is said in the log. */
export function quickAccess({ icons, log, ...options }: QuickOptions): QuickAccess {
  const { platform } = process
  const tray = openTray(join(icons, iconOf[platform] ?? 'tray.png'), log)
  tray?.on('click', () => {
    if (platform !== 'darwin') options.show() // there a click shows the menu
  })

  function setJumpList(facts: SystemFacts): void {
    if (platform !== 'win32' || !options.jumpList) return
    const outcome = app.setJumpList(jumpList(facts, process.execPath, instanceLink))
    // Where the user has turned recent items off, the system takes the tasks alone.
    if (outcome !== 'ok') log.warn('desktop.jump-list-not-set', { outcome })
  }

  function change(facts: SystemFacts): void {
    tray?.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...options, facts })))
    app.dock?.setMenu(Menu.buildFromTemplate(dockTemplate({ ...options, facts })))
    setJumpList(facts)
  }

  change(noFacts)
  return { hasTray: tray !== null, change, end: () => setJumpList(noFacts) }
}

function openTray(icon: string, log: Log): Tray | null {
  const image = nativeImage.createFromPath(icon)
  if (image.isEmpty()) {
    log.warn('desktop.no-tray', { icon })
    return null
  }
  try {
    const tray = new Tray(image)
    tray.setToolTip('Latchkey')
    return tray
  } catch (error) {
    log.error('desktop.no-tray', error)
    return null
  }
}

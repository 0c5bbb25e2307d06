import type { MenuItemConstructorOptions as Item } from 'electron'
import type { SystemWish } from '../../../contract/system-wish.js'
import { say, sayAs } from '../../../contract/words/say.js'

export interface MenuParts {
  platform: NodeJS.Platform
  devTools: boolean
  /** Something that the window in front does. */
  wish(wish: SystemWish): void
  newWindow(): void
  lock(): void
}

/**
 * The menu bar. Keys that a shell knows (Ctrl+C, Ctrl+R, Ctrl+W, Ctrl+Q …) must reach the terminal, so outside macOS,
 * where the menu's keys are Command keys, it holds only items whose keys no shell uses, and is hidden until Alt is pressed.
 */
export function menuTemplate(parts: MenuParts): Item[] {
  return parts.platform === 'darwin' ? macMenu(parts) : otherMenu(parts)
}

function macMenu({ devTools, wish, newWindow, lock }: MenuParts): Item[] {
  return [
    {
      role: 'appMenu',
      submenu: [
        about(),
        line,
        { label: say`Settings…`, accelerator: 'Command+,', click: () => wish({ wish: 'settings' }) },
        { label: say`Lock`, accelerator: 'Shift+Command+L', click: lock },
        line,
        { role: 'services', label: say`Services` },
        line,
        { role: 'hide', label: say`Hide Latchkey` },
        { role: 'hideOthers', label: say`Hide Others` },
        { role: 'unhide', label: say`Show All` },
        line,
        { role: 'quit', label: say`Quit Latchkey` },
      ],
    },
    {
      role: 'fileMenu',
      label: sayAs('menu')`File`,
      submenu: [
        { label: say`New Window`, accelerator: 'Command+N', click: () => newWindow() },
        // As in the system's own terminal: what ends a shell is not what closes a window with many.
        { label: say`Close Pane`, accelerator: 'Command+W', click: () => wish({ wish: 'close-pane' }) },
        { role: 'close', label: say`Close Window`, accelerator: 'Shift+Command+W' },
      ],
    },
    editMenu(),
    { label: sayAs('menu')`View`, submenu: view(devTools) },
    {
      role: 'windowMenu',
      label: sayAs('menu')`Window`,
      submenu: [
        { role: 'minimize', label: say`Minimize` },
        { role: 'zoom', label: sayAs('window')`Zoom` },
        line,
        { role: 'front', label: say`Bring All to Front` },
      ],
    },
    { role: 'help', label: sayAs('menu')`Help`, submenu: [find(wish, 'Command+K')] },
  ]
}

const line: Item = { type: 'separator' }

// Electron names its own items in English alone.
const about = (): Item => ({ role: 'about', label: say`About Latchkey` })

function editMenu(): Item {
  return {
    role: 'editMenu',
    label: sayAs('menu')`Edit`,
    submenu: [
      { role: 'undo', label: say`Undo` },
      { role: 'redo', label: say`Redo` },
      line,
      { role: 'cut', label: say`Cut` },
      { role: 'copy', label: say`Copy` },
      { role: 'paste', label: say`Paste` },
      { role: 'selectAll', label: say`Select All` },
    ],
  }
}

function otherMenu({ devTools, wish, newWindow, lock }: MenuParts): Item[] {
  return [
    {
      label: 'Latchkey',
      submenu: [
        // Ctrl+N is the next line of a shell's history.
        { label: say`New Window`, accelerator: 'Ctrl+Shift+N', click: () => newWindow() },
        { label: say`Settings`, click: () => wish({ wish: 'settings' }) },
        // The page takes this key before the menu does; it stands here to be read.
        { label: say`Lock`, accelerator: 'Ctrl+Shift+L', click: lock },
        line,
        { role: 'quit', label: say`Quit`, accelerator: 'Ctrl+Shift+Q' },
      ],
    },
    { label: sayAs('menu')`View`, submenu: view(devTools) },
    { label: sayAs('menu')`Help`, submenu: [find(wish, null), about()] },
  ]
}

function view(devTools: boolean): Item[] {
  const tools: Item = { role: 'toggleDevTools', label: say`Toggle Developer Tools` }
  return [
    { role: 'zoomIn', label: say`Zoom In` },
    { role: 'zoomOut', label: say`Zoom Out` },
    { role: 'resetZoom', label: say`Actual Size` },
    { role: 'togglefullscreen', label: say`Toggle Full Screen` },
    ...(devTools ? [tools] : []),
  ]
}

function find(wish: MenuParts['wish'], accelerator: string | null): Item {
  const keys = accelerator === null ? {} : { accelerator }
  return { label: say`Find Anything`, ...keys, click: () => wish({ wish: 'find' }) }
}

import type { MenuItemConstructorOptions as Item } from 'electron'
import type { SystemWish } from '../../../contract/system-wish.js'

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
        { role: 'about' },
        { type: 'separator' },
        { label: 'Settings…', accelerator: 'Command+,', click: () => wish({ wish: 'settings' }) },
        { label: 'Lock', accelerator: 'Shift+Command+L', click: lock },
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    {
      role: 'fileMenu',
      submenu: [
        { label: 'New Window', accelerator: 'Command+N', click: () => newWindow() },
        // As in the system's own terminal: what ends a shell is not what closes a window with many.
        { label: 'Close Pane', accelerator: 'Command+W', click: () => wish({ wish: 'close-pane' }) },
        { role: 'close', label: 'Close Window', accelerator: 'Shift+Command+W' },
      ],
    },
    { role: 'editMenu' },
    { label: 'View', submenu: view(devTools) },
    { role: 'windowMenu' },
    { role: 'help', submenu: [find(wish, 'Command+K')] },
  ]
}

function otherMenu({ devTools, wish, newWindow, lock }: MenuParts): Item[] {
  return [
    {
      label: 'Latchkey',
      submenu: [
        // Ctrl+N is the next line of a shell's history.
        { label: 'New Window', accelerator: 'Ctrl+Shift+N', click: () => newWindow() },
        { label: 'Settings', click: () => wish({ wish: 'settings' }) },
        // The page takes this key before the menu does; it stands here to be read.
        { label: 'Lock', accelerator: 'Ctrl+Shift+L', click: lock },
        { type: 'separator' },
        { role: 'quit', accelerator: 'Ctrl+Shift+Q' },
      ],
    },
    { label: 'View', submenu: view(devTools) },
    { label: 'Help', submenu: [find(wish, null), { role: 'about' }] },
  ]
}

function view(devTools: boolean): Item[] {
  return [
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { role: 'togglefullscreen' },
    ...(devTools ? [{ role: 'toggleDevTools' } satisfies Item] : []),
  ]
}

function find(wish: MenuParts['wish'], accelerator: string | null): Item {
  const keys = accelerator === null ? {} : { accelerator }
  return { label: 'Find Anything', ...keys, click: () => wish({ wish: 'find' }) }
}

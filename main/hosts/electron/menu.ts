import { type MenuItemConstructorOptions as Item, Menu } from 'electron'

/**
 * The menu bar. Keys that a shell knows (Ctrl+C, Ctrl+R, Ctrl+W, Ctrl+Q …) must reach the terminal, so outside macOS,
 * where the menu's keys are Command keys, it holds only items whose keys no shell uses.
 */
export function setMenu(devTools: boolean, platform = process.platform): void {
  const view: Item[] = [
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'resetZoom' },
    { role: 'togglefullscreen' },
    ...(devTools ? [{ role: 'toggleDevTools' } satisfies Item] : []),
  ]
  const mac: Item[] = [
    { role: 'appMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ]
  const others: Item[] = [
    { label: 'Latchkey', submenu: [{ role: 'quit', accelerator: 'Ctrl+Shift+Q' }] },
    { label: 'View', submenu: view },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(platform === 'darwin' ? mac : others))
}

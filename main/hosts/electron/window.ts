import { BrowserWindow, dialog, nativeTheme, shell } from 'electron'
import { outsideAddress, PAGE, webPreferences } from './security.js'

/** The one window. It shows itself when there is something to see. */
export function createWindow(preload: string, devTools: boolean): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Latchkey',
    width: 1280,
    height: 820,
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: webPreferences(preload, devTools),
  })
  window.once('ready-to-show', () => window.show())
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(PAGE)
  return window
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Opens a link in the browser after the person has seen where it leads. Links that aren't https are not opened. */
export async function openLink(window: BrowserWindow, url: string): Promise<void> {
  const address = outsideAddress(url)
  if (address === null) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Open this address in your browser?',
    detail: address,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(address)
}

import type { BrowserWindow } from 'electron'
import { SYSTEM_WISH } from '../../../contract/desktop-bridge.js'
import type { SystemWish } from '../../../contract/system-wish.js'

/** Has a window's page do something, once it is loaded. */
export function sendWish({ webContents }: BrowserWindow, wish: SystemWish): void {
  const send = () => webContents.send(SYSTEM_WISH, wish)
  if (webContents.isLoadingMainFrame()) webContents.once('did-finish-load', send)
  else send()
}

import type { IpcMain, WebFrameMain } from 'electron'
import { z } from 'zod'
import { HIDE_FROM_CAPTURE, OPEN_LINK, OPEN_WINDOW, PASTE } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'
import { outsideAddress } from './security.js'

export interface WishOptions {
  /** The window whose own page a frame is; null for any other frame. */
  windowOf(frame: WebFrameMain | null): string | null
  /** Opens an address in the browser, without a question. */
  openOutside(address: string): Promise<void>
  hideFromCapture(window: string, hidden: boolean): void
  /** Opens our page in a window of its own, for the pane that one of our pages has under that name. */
  openWindow(move: string): void
  log: Log
}

/**
 * Does for our pages what they can't do themselves: pasting, opening a link that the user was asked about, keeping out of
 * pictures of the screen, and opening a window for a pane. That window has our own page and nothing of what was said but
 * the pane's name, which must be one.
 */
export function listenForWishes(
  ipcMain: IpcMain,
  { windowOf, openOutside, hideFromCapture, openWindow, log }: WishOptions,
): void {
  ipcMain.on(PASTE, ({ sender, senderFrame }) => {
    if (windowOf(senderFrame) !== null) sender.paste()
    else log.warn('desktop.paste-refused', { frame: senderFrame?.url })
  })
  ipcMain.on(OPEN_LINK, ({ senderFrame }, url: unknown) => {
    const address = windowOf(senderFrame) !== null && typeof url === 'string' ? outsideAddress(url) : null
    if (address === null) log.warn('desktop.link-refused', { frame: senderFrame?.url })
    else openOutside(address).catch((error) => log.error('desktop.link-not-opened', error))
  })
  ipcMain.on(HIDE_FROM_CAPTURE, ({ senderFrame }, hidden: unknown) => {
    const window = windowOf(senderFrame)
    if (window !== null) hideFromCapture(window, hidden === true)
    else log.warn('desktop.hiding-refused', { frame: senderFrame?.url })
  })
  ipcMain.on(OPEN_WINDOW, ({ senderFrame }, move: unknown) => {
    const name = z.uuid().safeParse(move)
    if (windowOf(senderFrame) !== null && name.success) openWindow(name.data)
    else log.warn('desktop.window-refused', { frame: senderFrame?.url })
  })
}

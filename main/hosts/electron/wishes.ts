import type { IpcMain, WebFrameMain } from 'electron'
import { HIDE_FROM_CAPTURE, OPEN_LINK, PASTE } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'
import { outsideAddress } from './security.js'

export interface WishOptions {
  /** Whether a frame is the window's own page. */
  isOurs(frame: WebFrameMain | null): boolean
  /** Opens an address in the browser, without a question. */
  openOutside(address: string): Promise<void>
  hideFromCapture(hidden: boolean): void
  log: Log
}

/**
 * Does for our page what it can't do itself: pasting, opening a link that it has asked the user about, and keeping itself
 * out of pictures of the screen.
 */
export function listenForWishes(
  ipcMain: IpcMain,
  { isOurs, openOutside, hideFromCapture, log }: WishOptions,
): void {
  ipcMain.on(PASTE, ({ sender, senderFrame }) => {
    if (isOurs(senderFrame)) sender.paste()
    else log.warn('desktop.paste-refused', { frame: senderFrame?.url })
  })
  ipcMain.on(OPEN_LINK, ({ senderFrame }, url: unknown) => {
    const address = isOurs(senderFrame) && typeof url === 'string' ? outsideAddress(url) : null
    if (address === null) log.warn('desktop.link-refused', { frame: senderFrame?.url })
    else openOutside(address).catch((error) => log.error('desktop.link-not-opened', error))
  })
  ipcMain.on(HIDE_FROM_CAPTURE, ({ senderFrame }, hidden: unknown) => {
    if (isOurs(senderFrame)) hideFromCapture(hidden === true)
    else log.warn('desktop.hiding-refused', { frame: senderFrame?.url })
  })
}

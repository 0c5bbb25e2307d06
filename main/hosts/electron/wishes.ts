import type { IpcMain, WebFrameMain } from 'electron'
import { OPEN_LINK, PASTE } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'
import { outsideAddress } from './security.js'

export interface WishOptions {
  /** Whether a frame is the window's own page. */
  isOurs(frame: WebFrameMain | null): boolean
  /** Opens an address in the browser, without a question. */
  openOutside(address: string): Promise<void>
  log: Log
}

/** Does for our page what it can't do itself: pasting, and opening a link that it has asked the user about. */
export function listenForWishes(ipcMain: IpcMain, { isOurs, openOutside, log }: WishOptions): void {
  ipcMain.on(PASTE, ({ sender, senderFrame }) => {
    if (isOurs(senderFrame)) sender.paste()
    else log.warn('desktop.paste-refused', { frame: senderFrame?.url })
  })
  ipcMain.on(OPEN_LINK, ({ senderFrame }, url: unknown) => {
    const address = isOurs(senderFrame) && typeof url === 'string' ? outsideAddress(url) : null
    if (address === null) log.warn('desktop.link-refused', { frame: senderFrame?.url })
    else openOutside(address).catch((error) => log.error('desktop.link-not-opened', error))
  })
}

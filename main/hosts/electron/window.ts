import { BrowserWindow, dialog, type MessageBoxSyncOptions, nativeTheme, shell } from 'electron'
import { say } from '../../../contract/words/say.js'
import type { Log } from '../../core/ports.js'
import { closingQuestion, type UnderWay } from './closing-words.js'
import { linkQuestion, outsideAddress, webPreferences } from './security.js'
import type { WindowPlace } from './window-place.js'

/**
 * A window, still empty. It shows itself when there is something to see and the core has started; at `place`, or where the
 * system likes.
 */
export function createWindow(
  preload: string,
  devTools: boolean,
  coreReady: Promise<void>,
  place: WindowPlace | null,
): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Latchkey',
    ...(place?.bounds ?? { width: 1280, height: 820 }),
    minWidth: 900,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
    webPreferences: webPreferences(preload, devTools),
  })
  window.once('ready-to-show', () => {
    void coreReady.then(() => window.isDestroyed() || show(window, place))
  })
  window.on('page-title-updated', (event) => event.preventDefault())
  return window
}

/** `maximize` shows it too. */
function show(window: BrowserWindow, place: WindowPlace | null): void {
  if (place?.maximized === true) window.maximize()
  else window.show()
  if (place?.fullScreen === true) window.setFullScreen(true)
}

/** Before the window goes while something is under way: asks, and stays unless told to go. Null: nobody is asked. */
export function askBeforeClosing(window: BrowserWindow, underWay: () => UnderWay | null): void {
  window.on('close', (event) => {
    const lost = underWay()
    if (lost !== null && !mayEnd(lost, window)) event.preventDefault()
  })
}

/** Asks where something would be cut off, over a window or without one. */
export function mayEnd(underWay: UnderWay, window: BrowserWindow | null): boolean {
  const question = closingQuestion(underWay)
  return question === null || wantsToClose(window, question)
}

/** So often within a minute a page that crashes is loaded again; more often would keep the computer busy. */
const MOST_RELOADS = 3
const WITHIN_MS = 60_000

/** Loads the page again when its process crashes: a window without one is blank. */
export function reloadWhenGone(
  window: Pick<BrowserWindow, 'webContents'>,
  log: Log,
  elapsed = () => performance.now(),
): void {
  let reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.warn('desktop.window-gone', { reason, exitCode })
    if (reason === 'clean-exit') return
    const now = elapsed()
    reloads = [...reloads.filter((at) => now - at < WITHIN_MS), now]
    if (reloads.length <= MOST_RELOADS) window.webContents.reload()
  })
}

function wantsToClose(
  window: BrowserWindow | null,
  { message, detail, button }: NonNullable<ReturnType<typeof closingQuestion>>,
): boolean {
  const options: MessageBoxSyncOptions = {
    type: 'warning',
    message,
    detail,
    buttons: [button, say`Cancel`],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  }
  const choice =
    window === null ? dialog.showMessageBoxSync(options) : dialog.showMessageBoxSync(window, options)
  return choice === 0
}

/** Brings the window to the front, out of the dock or tray bar too. */
export function focusWindow(window: BrowserWindow): BrowserWindow {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  return window
}

/** Opens a link in the browser after the person has seen where it leads. Links that aren't of the web are not opened. */
export async function openLink(window: BrowserWindow, url: string): Promise<void> {
  const address = outsideAddress(url)
  if (address === null) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    ...linkQuestion(address),
    buttons: [say`Open`, say`Cancel`],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(address)
}

import type { App, Session, WebContents, WebPreferences } from 'electron'
import { MOVE_FRAGMENT, WINDOW_FRAGMENT } from '../../../contract/desktop-bridge.js'
import { mayOpenOutside } from '../../../contract/outside.js'
import { say } from '../../../contract/words/say.js'

/** The window's page is served under its own scheme: no file:// page, no open port. */
export const SCHEME = 'app'
export const PAGE = `${SCHEME}://latchkey/`

/**
 * The page for one window: its name, by which it has its tabs again, and the one that another window's page has given to
 * the pane that it is opened for.
 */
export function pageOf(window: string, move?: string): string {
  return `${PAGE}#${new URLSearchParams({ [WINDOW_FRAGMENT]: window, ...(move !== undefined && { [MOVE_FRAGMENT]: move }) })}`
}

/** What the page may not do, said in full so that no changed default opens it. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    // A terminal acknowledges output by timers: throttled, a build in a minimised window would crawl.
    backgroundThrottling: false,
  }
}

/** Denies every page navigation, new windows and webviews. `openLink` gets what the user asked to open, and in which page. */
export function guardContents(app: App, openLink: (url: string, contents: WebContents) => void): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const keepHere = (event: { preventDefault(): void; url: string }) => {
      if (!isPage(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', keepHere)
    contents.on('will-frame-navigate', keepHere)
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url, contents)
      return { action: 'deny' }
    })
  })
}

/** Denies camera, location, devices and the rest. Only writing text to the clipboard is left, for our page. */
export function denyPermissions(session: Session): void {
  const allowed = (permission: string, url: string) =>
    permission === 'clipboard-sanitized-write' && isPage(url)
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowed(permission, requestingUrl)),
  )
  // An origin comes as Chromium writes it, with the slash at its end; nothing says that it must.
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    allowed(permission, origin.replace(/\/?$/, '/')),
  )
  session.setDevicePermissionHandler(() => false)
}

/** Whether an address is our page, with or without a fragment. */
export function isPage(url: string): boolean {
  return url.split('#', 1)[0] === PAGE
}

/**
 * The address as it may be opened outside: https, or http of this computer itself, without user and password, the host in
 * ASCII so that look-alike letters show. Null for anything else.
 */
export function outsideAddress(url: string): string | null {
  if (!URL.canParse(url)) return null
  const address = new URL(url)
  const { username, password, href } = address
  return mayOpenOutside(address) && username === '' && password === '' ? href : null
}

/** The question before it is opened. A query may hold what lets somebody in, so it is not shown. */
export function linkQuestion(address: string): { message: string; detail: string } {
  const { host, origin, pathname, search } = new URL(address)
  return {
    message: say`Open ${host} in your browser?`,
    detail: `${origin}${pathname}${search === '' ? '' : '?…'}`,
  }
}

/**
 * How a window reaches its host: two channels, each reached in the web host by a WebSocket and in the desktop host by
 * a MessagePort. `rpc` carries contract.ts (oRPC), `terminal/<session id>` carries terminal-stream.ts.
 */
export type Channel = 'rpc' | `terminal/${string}`

export function terminalChannel(sessionId: string): Channel {
  return `terminal/${encodeURIComponent(sessionId)}`
}

/** The session id of a terminal channel; null if it is none. */
export function sessionOfChannel(channel: string): string | null {
  const [, id] = /^terminal\/([\w.~%!'()*-]{1,600})$/.exec(channel) ?? []
  if (id === undefined) return null
  try {
    return decodeURIComponent(id)
  } catch {
    return null // a stray % sign
  }
}

/*
 * Web host. The page is opened as `http://127.0.0.1:PORT/#ticket=…`. It takes the ticket out of the address bar and
 * exchanges it once: `POST /ticket` with JSON `{ticket}` answers 200 `{token}`, or 403 for a ticket that is used, too
 * old or unknown. The token lives in sessionStorage and stands for this run of the host: WebSockets go to
 * `ws://HOST/<channel>` with the single subprotocol `latchkey.<token>`. A WebSocket that fails without opening may mean
 * either a stopped host or a token of an earlier run: `POST /token` with JSON `{token}` answers 204 if it is good, 403 if
 * it isn't, and nothing at all when the host is gone.
 */
export const TICKET_PATH = '/ticket'
export const TOKEN_PATH = '/token'
export const TICKET_FRAGMENT = 'ticket'
export const TOKEN_STORAGE_KEY = 'latchkey.token'
const SUBPROTOCOL_PREFIX = 'latchkey.'

export function subprotocolOf(token: string): string {
  return SUBPROTOCOL_PREFIX + token
}

export function tokenOfSubprotocol(subprotocol: string): string | null {
  return subprotocol.startsWith(SUBPROTOCOL_PREFIX) ? subprotocol.slice(SUBPROTOCOL_PREFIX.length) : null
}

/*
 * Desktop host. The preload puts this at `window.latchkey`; where it is missing the page runs in a browser.
 */
export interface DesktopBridge {
  /**
   * Opens a channel. The page's end of it arrives as a `message` event of the window whose data is
   * `{ latchkeyChannel: id }` and whose only port is that end (not started yet).
   */
  open(channel: Channel, id: string): void
  /** The path of a File that the user dropped or chose; empty if it has none. */
  pathOf(file: unknown): string
}

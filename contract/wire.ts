/*
 * How a page reaches the web host (the desktop window's way is desktop-bridge.ts).
 *
 * The page is opened as `http://127.0.0.1:PORT/#ticket=…`. It takes the ticket out of the address bar and exchanges it
 * once: `POST /ticket` with JSON `{ticket}` answers 200 `{token}`, or 403 for a ticket that is used, too old or unknown.
 * The token lives in sessionStorage and stands for this run of the host. WebSockets go to `ws://HOST/rpc` (oRPC) and
 * `ws://HOST/terminal/<session id>` (terminal-stream.ts, binary) with the single subprotocol `latchkey.<token>`.
 *
 * A WebSocket that fails without opening may mean a stopped host or a token of an earlier run: `POST /token` with JSON
 * `{token}` answers 204 if it is good, 403 if it isn't, and nothing at all when the host is gone.
 */
export const TICKET_FRAGMENT = 'ticket'
export const TICKET_PATH = '/ticket'
export const TOKEN_PATH = '/token'
export const TOKEN_STORAGE_KEY = 'latchkey.token'
export const RPC_PATH = '/rpc'
const TERMINAL_PATH = '/terminal/'
const SUBPROTOCOL_PREFIX = 'latchkey.'

/** The path of a session's terminal WebSocket. */
export function terminalPath(sessionId: string): string {
  return TERMINAL_PATH + encodeURIComponent(sessionId)
}

/** The session id of a terminal's path; null if the path is another. */
export function sessionOfPath(path: string): string | null {
  if (!path.startsWith(TERMINAL_PATH) || path.length > 700) return null
  try {
    return decodeURIComponent(path.slice(TERMINAL_PATH.length)) || null
  } catch {
    return null // a stray % sign
  }
}

/** The one subprotocol that a WebSocket shows this run's token in. */
export function subprotocolOf(token: string): string {
  return SUBPROTOCOL_PREFIX + token
}

/** The token in a subprotocol; null if it is none of ours. */
export function tokenOfSubprotocol(subprotocol: string): string | null {
  return subprotocol.startsWith(SUBPROTOCOL_PREFIX) ? subprotocol.slice(SUBPROTOCOL_PREFIX.length) : null
}

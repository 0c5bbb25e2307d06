import {
  subprotocolOf,
  TICKET_FRAGMENT,
  TICKET_PATH,
  TOKEN_PATH,
  TOKEN_STORAGE_KEY,
} from '../../contract/wire.js'

export type Admission = { token: string } | { refused: 'no-ticket' | 'ticket-used' | 'host-gone' }

/**
 * The token of this run of the web host. A ticket in the address is taken out of it at once and exchanged; without
 * one, the token of an earlier load of this tab is used.
 */
export async function admission(): Promise<Admission> {
  const ticket = takeTicket()
  if (ticket !== null) return exchange(ticket)
  const token = sessionStorage.getItem(TOKEN_STORAGE_KEY)
  return token === null ? { refused: 'no-ticket' } : { token }
}

/** Whether the address holds a ticket that has not been taken yet. */
export function ticketWaits(): boolean {
  return ticketInAddress() !== null
}

/** Whether the host runs and doesn't know the token: it was started again since. */
export async function isStale(token: string): Promise<boolean> {
  const answer = await post(TOKEN_PATH, { token })
  if (answer?.status !== 403) return false
  sessionStorage.removeItem(TOKEN_STORAGE_KEY)
  return true
}

/** A socket of this run: browsers can't set headers on an upgrade, so the token travels as subprotocol. */
export function openSocket(path: string, token: string): WebSocket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${location.host}${path}`, [subprotocolOf(token)])
  socket.binaryType = 'arraybuffer'
  return socket
}

function ticketInAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(TICKET_FRAGMENT)
}

function takeTicket(): string | null {
  const ticket = ticketInAddress()
  if (ticket !== null) history.replaceState(null, '', location.pathname)
  return ticket
}

async function exchange(ticket: string): Promise<Admission> {
  const answer = await post(TICKET_PATH, { ticket })
  if (answer === null) return { refused: 'host-gone' }
  if (!answer.ok) return { refused: 'ticket-used' }
  const { token } = (await answer.json()) as { token: string }
  sessionStorage.setItem(TOKEN_STORAGE_KEY, token)
  return { token }
}

/** Null if nothing answers. */
async function post(path: string, body: object): Promise<Response | null> {
  const headers = { 'content-type': 'application/json' }
  return fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null)
}

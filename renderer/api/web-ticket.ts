const TOKEN = 'latchkey.token'

export type Admission = { token: string } | { refused: 'no-ticket' | 'ticket-used' | 'host-gone' }

/**
 * The token of this run of the web host. A ticket in the address (`#<ticket>`) is taken out of it at once and
 * exchanged; without one, the token of an earlier load of this tab is used.
 */
export async function admission(): Promise<Admission> {
  const ticket = takeTicket()
  if (ticket !== '') return exchange(ticket)
  const token = sessionStorage.getItem(TOKEN)
  return token === null ? { refused: 'no-ticket' } : { token }
}

/** Whether the address holds a ticket that has not been taken yet. */
export function ticketWaits(): boolean {
  return location.hash.length > 1
}

function takeTicket(): string {
  const ticket = location.hash.replace(/^#(ticket=)?/, '')
  if (location.hash !== '') history.replaceState(null, '', location.pathname)
  return ticket
}

async function exchange(ticket: string): Promise<Admission> {
  const answer = await fetch('/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  }).catch(() => null)
  if (answer === null) return { refused: 'host-gone' }
  if (!answer.ok) return { refused: 'ticket-used' }
  const { token } = (await answer.json()) as { token: string }
  sessionStorage.setItem(TOKEN, token)
  return { token }
}

/** A socket of this run: browsers can't set headers on an upgrade, so the token travels as subprotocol. */
export function openSocket(path: string, token: string): WebSocket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const socket = new WebSocket(`${scheme}://${location.host}${path}`, [`latchkey.${token}`])
  socket.binaryType = 'arraybuffer'
  return socket
}

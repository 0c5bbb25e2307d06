import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { RPC_PATH } from '../../contract/wire.js'
import { desktop, portFromPreload } from './desktop-port.js'
import { HostGone } from './errors.js'
import { admission, isStale, openSocket, ticketWaits } from './web-ticket.js'

export type ConnectionState =
  | 'connecting'
  | 'open'
  | 'host-gone'
  | 'host-restarted'
  | 'no-ticket'
  | 'ticket-used'
type Link = ClientLink<ClientContext>
type Carrier = { link: Link; closed: Promise<void> }

/** The desktop's core is started again at once, and keeps our port until it can answer. */
const RETRY_MS = desktop === undefined ? 2_000 : 0
/** Only a new address helps in these; a call that tried again would replace the reason by a lesser one. */
const refused: ConnectionState[] = ['host-restarted', 'no-ticket', 'ticket-used']

let state: ConnectionState = 'connecting'
let carrier: Carrier | null = null
let attempt: Promise<void> | null = null
const listeners = new Set<() => void>()

export const connectionState = (): ConnectionState => state

/** Calls the listener after each change; the answer stops that. */
export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Connects, unless that is under way, done or hopeless. Never throws: the result is the state. */
export function connect(): Promise<void> {
  if (state === 'open' || (refused.includes(state) && !ticketWaits())) return Promise.resolve()
  attempt ??= open().finally(() => {
    attempt = null
  })
  return attempt
}

/** Calls over whichever carrier is open. A call that loses its carrier fails with `HostGone`. */
export const currentLink: Link = {
  async call(path, input, options) {
    await connect()
    const used = carrier
    if (used === null) throw new HostGone()
    try {
      return await used.link.call(path, input, options)
    } catch (error) {
      throw carrier === used ? error : new HostGone(undefined, { cause: error })
    }
  },
}

async function open(): Promise<void> {
  if (state !== 'host-gone') change('connecting')
  const result = desktop === undefined ? await openWeb() : await openDesktop()
  if (typeof result === 'string') return change(result)
  carrier = result
  change('open')
  void result.closed.then(lose)
}

function lose(): void {
  carrier = null
  change('host-gone')
}

function change(next: ConnectionState): void {
  if (next === 'host-gone') setTimeout(() => void connect(), RETRY_MS)
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

async function openWeb(): Promise<Carrier | ConnectionState> {
  const admitted = await admission()
  if ('refused' in admitted) return admitted.refused
  const socket = openSocket(RPC_PATH, admitted.token)
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  const link = new SocketLink({ websocket: socket })
  const opened = new Promise<true>((resolve) => socket.addEventListener('open', () => resolve(true)))
  if ((await Promise.race([opened, closed])) === true) return { link, closed }
  return (await isStale(admitted.token)) ? 'host-restarted' : 'host-gone'
}

async function openDesktop(): Promise<Carrier> {
  const arriving = portFromPreload({ latchkey: 'rpc' })
  desktop?.openRpc()
  const port = await arriving
  const closed = new Promise<void>((resolve) => port.addEventListener('close', () => resolve()))
  const link = new PortLink({ port })
  port.start()
  return { link, closed }
}

window.addEventListener('hashchange', () => {
  if (ticketWaits()) void connect()
})

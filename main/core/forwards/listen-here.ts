import type { Socket } from 'node:net'
import type { Client } from 'ssh2'
import type { ForwardOptions } from '../../../contract/forwards.js'
import { carry, reset, type Traffic } from './carry.js'
import { type Listener, listenAt } from './listen-at.js'
import { openTarget, TargetRefused } from './open-target.js'
import type { Target } from './place.js'
import { hearSocks } from './socks.js'

export interface ForwardParts {
  client: Client
  traffic: Traffic
  /** One connection could not be made; a sentence says why. */
  onRefused(sentence: string): void
  isLost(): boolean
}

type FromHere = Extract<ForwardOptions, { kind: 'local' | 'dynamic' }>

/** Local and dynamic forwards: listens on this computer. Throws `forward-port-taken` and `forward-port-refused`. */
export async function listenHere(options: FromHere, parts: ForwardParts): Promise<Listener> {
  const taken = options.kind === 'local' ? (socket: Socket) => pass(socket, options.to, parts) : proxied
  function proxied(socket: Socket): Promise<void> {
    return serveSocks(socket, parts)
  }
  return listenAt(options.listen, (socket) => {
    socket.on('error', () => undefined) // its close follows
    taken(socket).catch(() => reset(socket))
  })
}

async function pass(socket: Socket, to: Target, parts: ForwardParts): Promise<void> {
  parts.traffic.count(socket)
  try {
    join(socket, await openTarget(parts.client, from(socket), to), parts)
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error
    if (!parts.isLost()) parts.onRefused(error.message)
    reset(socket)
  }
}

async function serveSocks(socket: Socket, parts: ForwardParts): Promise<void> {
  parts.traffic.count(socket)
  const wish = await hearSocks(socket)
  if (wish === null) return
  try {
    const channel = await openTarget(parts.client, from(socket), wish.target)
    wish.grant()
    join(socket, channel, parts)
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error
    if (!parts.isLost()) parts.onRefused(error.message)
    wish.refuse(error.why)
  }
}

function join(socket: Socket, channel: Parameters<typeof carry>[1], { isLost }: ForwardParts): void {
  if (socket.destroyed)
    channel.close() // it went while the server connected
  else carry(socket, channel, isLost)
}

const from = ({ remoteAddress = '127.0.0.1', remotePort = 0 }: Socket): Target => ({
  host: remoteAddress,
  port: remotePort,
})

import { connect, type Socket } from 'node:net'
import type { AcceptConnection, RejectConnection } from 'ssh2'
import type { ForwardOptions } from '../../../contract/forwards.js'
import { told } from '../../../contract/words/say.js'
import { takeAnnounced } from './announced.js'
import { carry, reset } from './carry.js'
import { serverWontListen } from './forward-errors.js'
import type { Listener } from './listen-at.js'
import type { ForwardParts } from './listen-here.js'
import { placeText, type Target } from './place.js'

type FromThere = Extract<ForwardOptions, { kind: 'remote' }>

const CONNECT_MS = 30_000

/** A remote forward: the server listens (RFC 4254 §7.1), and this computer connects to the target. Throws `forward-refused`. */
export async function listenThere(options: FromThere, parts: ForwardParts): Promise<Listener> {
  const { client } = parts
  const { host, port } = options.listen
  let bound = port
  let leave: () => void = () => undefined
  await new Promise<void>((resolve, reject) => {
    const answered = (error: Error | undefined, real: number) => {
      if (error) return reject(serverWontListen(error, options.listen))
      bound = real
      // At once: the first connection may come with the answer.
      leave = takeAnnounced(client, { host, port: real }, (...how) => reach(options.to, parts, ...how))
      resolve()
    }
    try {
      client.forwardIn(host, port, answered)
    } catch (error) {
      reject(serverWontListen(error, options.listen)) // the connection is gone
    }
  })
  return {
    port: bound,
    close() {
      leave()
      try {
        client.unforwardIn(host, bound, () => undefined)
      } catch {
        // the connection is gone, and the server's listener with it
      }
    },
  }
}

function reach(to: Target, parts: ForwardParts, accept: AcceptConnection, refuse: RejectConnection): void {
  const socket = connect({ ...to, allowHalfOpen: true, noDelay: true })
  parts.traffic.count(socket)
  const failed = (why: string) => {
    parts.onRefused(`${placeText(to)} could not be reached from this computer: ${why}.`)
    refuse()
    reset(socket)
  }
  const broken = (error: NodeJS.ErrnoException) =>
    failed(reasons[error.code ?? ''] ?? told`the connection failed`)
  socket.setTimeout(CONNECT_MS, () => failed(told`it does not answer`))
  socket.once('error', broken)
  socket.once('connect', () => arrived(socket, broken))
  function arrived(connected: Socket, listener: typeof broken) {
    connected.off('error', listener)
    connected.setTimeout(0)
    connected.removeAllListeners('timeout')
    carry(connected, accept(), parts.isLost)
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: told`it refuses connections`,
  ENOTFOUND: told`its name is not found`,
  EAI_AGAIN: told`its name can not be looked up now`,
  EHOSTUNREACH: told`there is no way to it`,
  ENETUNREACH: told`there is no way to its network`,
  ETIMEDOUT: told`it does not answer`,
}

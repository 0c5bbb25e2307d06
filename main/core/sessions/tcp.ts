import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net'
import { readAtOnce } from './read-at-once.js'
import type { SshTarget, Transport } from './ssh.js'

type AddressFamily = NonNullable<Transport['addressFamily']>

/** Node's 250 ms are too short for a far server whose first address is the good one. */
const NEXT_ADDRESS_AFTER_MS = 1_000

/** The address is one of the family that the user has ruled out. */
export class WrongFamily extends Error {
  override readonly name = 'WrongFamily'
}

/**
 * A connected socket, paused. Tries all addresses of the name (RFC 8305), of one family where the user wants that. An IPv6
 * address may have its zone behind `%` (RFC 4007 §11). `flowing`: see OpenWayOptions. Throws what the system says, WrongFamily, or the signal's reason.
 */
export function openSocket(
  { host, port }: SshTarget,
  family: AddressFamily,
  signal: AbortSignal,
  onResolved: () => void,
  flowing = false,
): Promise<Socket> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const literal = isIP(host)
    if (literal !== 0 && family !== 'any' && literal !== numberOf(family)) return reject(new WrongFamily())
    if (literal !== 0) onResolved()
    const socket: Socket = connect({
      host,
      port,
      noDelay: true,
      ...addresses(family),
      ...(flowing ? { onread: readAtOnce(() => socket) } : {}),
    })
    const fail = (error: unknown) => {
      settle()
      socket.destroy()
      reject(error)
    }
    const stop = () => fail(signal.reason)
    const settle = () => {
      signal.removeEventListener('abort', stop)
      socket.off('error', fail)
    }
    signal.addEventListener('abort', stop)
    socket.on('error', fail)
    socket.once('lookup', (error) => error ?? onResolved())
    socket.once('connect', () => {
      settle()
      resolve(socket.pause())
    })
  })
}

const numberOf = (family: AddressFamily) => (family === 'ipv4' ? 4 : 6)

function addresses(family: AddressFamily): Partial<TcpNetConnectOpts> {
  if (family !== 'any') return { family: numberOf(family) }
  return { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS }
}

import { connect, isIP, type Socket } from 'node:net'
import type { SshTarget } from './ssh.js'

/** Node's 250 ms are too short for a far server whose first address is the good one. */
const NEXT_ADDRESS_AFTER_MS = 1_000

/**
 * A connected socket, paused. Tries all addresses of the name (RFC 8305). Throws what the system says, or the signal's reason.
 */
export function openSocket(
  { host, port }: SshTarget,
  signal: AbortSignal,
  onResolved: () => void,
): Promise<Socket> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    if (isIP(host) !== 0) onResolved()
    const socket = connect({
      host,
      port,
      noDelay: true,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
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

import type { Socket } from 'node:net'
import type { Client } from 'ssh2'

/** The parts of ssh2 1.17 that its own keep-alive is made of, and that it does not offer by itself. */
interface Ssh2Client {
  _sock?: Socket
  _protocol: { ping(): void }
  /** What is called for each answer to a global request, in their order. */
  _callbacks: (() => void)[]
}

/**
 * Whether the server says anything before the time is up: it is sent a request (keepalive@openssh.com, RFC 4254 §4) that every
 * server has to answer, if only with a refusal. `timeUp` resolves to true then, and to false where nobody wants to know any
 * more. A connection that is closed is not alive.
 */
export async function isAlive(client: Client, timeUp: Promise<boolean>): Promise<boolean> {
  const { _sock: socket, _protocol: protocol, _callbacks: callbacks } = client as unknown as Ssh2Client
  if (socket === undefined || socket.destroyed) return false
  const answered = new Promise<true>((resolve) => {
    socket.once('data', () => resolve(true))
    callbacks.push(() => resolve(true))
  })
  protocol.ping()
  return await Promise.race([answered, timeUp.then((isUp) => !isUp)])
}

import { createServer, type Server, type Socket } from 'node:net'
import { cantListen } from './forward-errors.js'
import type { Target } from './place.js'

/** A place where connections for a forward arrive. */
export interface Listener {
  port: number
  /** No more connections; those that are there stay. */
  close(): void
}

type Take = (socket: Socket) => void

/** A port that is free in one family is mostly free in the other; where it is not, others are tried. */
const MOST_TRIES = 10

/**
 * Listens on this computer. `localhost` is 127.0.0.1 and ::1, as with OpenSSH (ssh_config(5), LocalForward), with the same
 * port: who asks for localhost may take either. Where one of them is taken it listens on neither, so that what comes to
 * localhost never goes to two programs. Throws `forward-port-taken` and `forward-port-refused`.
 */
export async function listenAt({ host, port }: Target, take: Take): Promise<Listener> {
  if (host.toLowerCase() !== 'localhost') return listener([await listening({ host, port }, take)])
  for (let tries = 1; ; tries++) {
    const first = await listening({ host: '127.0.0.1', port }, take)
    try {
      const second = await listening({ host: '::1', port: portOf(first) }, take)
      return listener([first, second])
    } catch (error) {
      if (isMissing(error)) return listener([first])
      first.close()
      if (port !== 0 || tries === MOST_TRIES) throw error
    }
  }
}

/** On a computer without IPv6 there is no ::1. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && (error.cause as NodeJS.ErrnoException | undefined)?.code
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
}

async function listening(at: Target, take: Take): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, take)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cantListen(error, at)))
    server.listen(at, resolve)
  })
  server.on('error', () => undefined) // one connection that could not be taken
  return server
}

function listener(servers: [Server, ...Server[]]): Listener {
  return {
    port: portOf(servers[0]),
    close() {
      for (const server of servers) server.close()
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TICKET_FRAGMENT } from '../../../contract/wire.js'
import { LatchkeyError } from '../../core/lib/error.js'
import type { Log } from '../../core/ports.js'
import type { WindowFiles } from '../../window/files.js'
import { answer } from './http.js'
import { createSockets, type SocketOptions } from './sockets.js'
import { createTickets } from './ticket.js'

export interface WebHostOptions extends Pick<SocketOptions, 'serveRpc' | 'attachTerminal'> {
  /** The window as it was built. */
  files: WindowFiles
  /** 0 for any free one. */
  port: number
  log: Log
  /** Milliseconds since the epoch; for tests. */
  now?: () => number
}

export interface WebHost {
  /** `http://127.0.0.1:PORT` */
  origin: string
  /** An address that lets one page in, once, within `lifeMs`. */
  newUrl(lifeMs: number): string
  close(): Promise<void>
}

const ADDRESS = '127.0.0.1'
/** Any page of any port of 127.0.0.1 can give us its cookies: browsers keep at most about 180 of 4 kB for a host. */
const MAX_HEADERS = 1024 * 1024

/** Serves the window to this machine's browser. Throws `input-invalid` if the port is taken. */
export async function startWebHost({ files, port, log, now, ...joints }: WebHostOptions): Promise<WebHost> {
  const tickets = createTickets(now)
  const server = createServer({ maxHeaderSize: MAX_HEADERS })
  await listen(server, port)
  // As browsers write it: without the port where that is 80.
  const authority = new URL(`http://${ADDRESS}:${(server.address() as AddressInfo).port}`).host
  const sockets = createSockets({ authority, tickets, ...joints })

  server.on('upgrade', sockets.upgrade)
  server.on('request', (request, response) => {
    answer(request, response, { authority, files, tickets }).catch((error: unknown) => {
      log.warn('web.request-failed', { error: String(error) })
      response.destroy()
    })
  })

  return {
    origin: `http://${authority}`,
    newUrl: (lifeMs) => `http://${authority}/#${TICKET_FRAGMENT}=${tickets.issue(lifeMs)}`,
    async close() {
      sockets.close()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ host: ADDRESS, port, exclusive: true })
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new LatchkeyError('input-invalid', `Port ${port} of ${ADDRESS} can't be used.`, {
      advice: 'Choose another with --port, or leave --port out for any free one.',
      detail: String(cause),
      cause,
    })
  }
}

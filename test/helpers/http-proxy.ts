import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** A proxy on 127.0.0.1. */
export interface TestProxy {
  url: string
  /** `CONNECT host:port`, or the method and the whole address. */
  asked: string[]
  /** The Proxy-Authorization of each CONNECT. */
  sent: (string | undefined)[]
  stop(): Promise<void>
}

/** A real proxy: CONNECT, whatever the name, leads to `target`; an absolute address is answered by itself. `refusal`: the status of each CONNECT. */
export async function startProxyTo(target: URL, refusal?: number): Promise<TestProxy> {
  const asked: string[] = []
  const sent: (string | undefined)[] = []
  const tunnels = new Set<Duplex>()
  const server = createServer(async (request: IncomingMessage, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('through')
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    sent.push(request.headers['proxy-authorization'])
    tunnels.add(socket)
    socket.on('close', () => tunnels.delete(socket))
    if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
    const there = connect(Number(target.port), target.hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      there.pipe(socket).pipe(there)
    })
    there.on('error', () => socket.destroy())
    socket.on('error', () => there.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    sent,
    async stop() {
      for (const tunnel of tunnels) tunnel.destroy()
      server.closeAllConnections()
      server.close()
    },
  }
}

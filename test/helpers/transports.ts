import { once } from 'node:events'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../contract/contract.js'
import { RPC_PATH, subprotocolOf, terminalPath } from '../../contract/wire.js'
import type { Log } from '../../main/core/ports.js'
import type { App } from '../../main/core/services.js'
import { type HostPort, terminalPortOf, wireOf } from '../../main/hosts/electron/carriers.js'
import { createRpcServer } from '../../main/rpc/server.js'
import { startFakeWebHost } from './fake-web-host.js'

export type Client = ContractRouterClient<Contract>

/** A window's end of one terminal stream. */
export interface WindowStream {
  send(frame: Uint8Array): void
  /** What has come so far. */
  frames: Uint8Array[]
  closed: Promise<void>
  close(): void
}

export interface Connection {
  client: Client
  terminal(sessionId: string): WindowStream
  /** Sends as it is, past the client. */
  sendRaw(message: string): void
  closed: Promise<void>
  /** The window goes away. */
  close(): void
}

export interface Transport {
  connect(): Promise<Connection>
  stop(): Promise<void>
}

/** Ways between window and host. Each serves the app until `stop`. */
export const transports: Record<string, (app: App, log: Log) => Promise<Transport>> = {
  /** Node's MessageChannel stands in for Electron's: same adapters, same client link. */
  MessagePort: async (app, log) => {
    const rpc = createRpcServer(app, log)
    const open: NodePort[] = []
    const channel = (serve: (port: HostPort) => void) => {
      const { port1, port2 } = new MessageChannel()
      open.push(port1)
      serve(asElectronPort(port2))
      return port1
    }
    return {
      async connect() {
        const port = channel((hostPort) => rpc.serve(wireOf(hostPort)))
        return {
          client: clientOver(new PortLink({ port: port as unknown as MessagePort })),
          terminal: (id) =>
            portStream(channel((hostPort) => app.sessions.attach(id, terminalPortOf(hostPort)))),
          sendRaw: (message) => port.postMessage(message),
          closed: once(port, 'close').then(() => undefined),
          close: () => port.close(),
        }
      },
      async stop() {
        for (const port of open) port.close()
      },
    }
  },

  WebSocket: async (app, log) => {
    const host = await startFakeWebHost({
      serveRpc: createRpcServer(app, log).serve,
      attachTerminal: app.sessions.attach,
    })
    const token = await host.token()
    const socketTo = (path: string) => {
      const url = host.origin.replace('http', 'ws') + path
      const socket = new WebSocket(url, [subprotocolOf(token)], { origin: host.origin })
      socket.binaryType = 'arraybuffer'
      return socket
    }
    return {
      async connect() {
        const socket = socketTo(RPC_PATH)
        await once(socket, 'open')
        return {
          client: clientOver(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket })),
          terminal: (id) => socketStream(socketTo(terminalPath(id))),
          sendRaw: (message) => socket.send(message),
          closed: once(socket, 'close').then(() => undefined),
          close: () => socket.close(),
        }
      },
      stop: host.close,
    }
  },
}

function clientOver(link: ClientLink<ClientContext>): Client {
  return createORPCClient(link)
}

/** Electron gives its listeners an event where Node gives the message. */
export function asElectronPort(port: NodePort): HostPort {
  return {
    on(event: string, listener: (value?: unknown) => void) {
      if (event === 'message') port.on('message', (data) => listener({ data, ports: [] }))
      else port.on(event, () => listener())
      return this
    },
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  } as unknown as HostPort
}

function portStream(port: NodePort): WindowStream {
  const frames: Uint8Array[] = []
  port.on('message', (frame: Uint8Array) => frames.push(frame))
  return {
    frames,
    send: (frame) => port.postMessage(frame),
    closed: once(port, 'close').then(() => undefined),
    close: () => port.close(),
  }
}

function socketStream(socket: WebSocket): WindowStream {
  const frames: Uint8Array[] = []
  const opened = once(socket, 'open')
  socket.on('message', (data) => frames.push(new Uint8Array(data as ArrayBuffer)))
  return {
    frames,
    send: (frame) => void opened.then(() => socket.send(frame)),
    closed: once(socket, 'close').then(() => undefined),
    close: () => void opened.then(() => socket.close()),
  }
}

import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { RPC_PATH, sessionOfPath, tokenOfSubprotocol } from '../../../contract/wire.js'
import { wipe } from '../../core/lib/wipe.js'
import type { TerminalPort } from '../../core/sessions/terminal-port.js'
import type { Wire } from '../../rpc/server.js'
import { isOurs } from './guard.js'
import type { Tickets } from './ticket.js'

export interface SocketOptions {
  authority: string
  tickets: Tickets
  serveRpc(wire: Wire): void
  attachTerminal(sessionId: string, port: TerminalPort): void
}

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes every WebSocket and takes no new one. */
  close(): void
}

/** A key file may have 1 MB and grows when it is written as JSON; a paste into a terminal may be larger. */
const MAX_MESSAGE = 16 * 1024 * 1024
const PING_MS = 30_000
/** A tab that is frozen doesn't say goodbye, and the host's end would wait half a minute for it. */
const FAREWELL_MS = 500
/** RFC 6455 §7.4.1: it broke without a closing frame. */
const LOST = 1006

/** Lets in the WebSockets of our own page that hold this run's token, and joins them to RPC or to a terminal. */
export function createSockets(options: SocketOptions): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  const pinging = setInterval(() => pingAll(server), PING_MS).unref()

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      const join = destination(request, options)
      if (join === null) return refuse(socket, 404)
      if (!isOurs(request, options.authority, true)) return refuse(socket, 403)
      if (!holdsToken(request, options.tickets)) return refuse(socket, 401)
      server.handleUpgrade(request, socket, head, (webSocket) => join(keepAlive(webSocket)))
    },
    close() {
      clearInterval(pinging)
      for (const webSocket of server.clients) webSocket.close(1001)
      server.close()
      setTimeout(() => {
        for (const webSocket of server.clients) webSocket.terminate()
      }, FAREWELL_MS).unref()
    },
  }
}

function destination(request: IncomingMessage, options: SocketOptions): ((socket: WebSocket) => void) | null {
  const path = request.url ?? ''
  if (path === RPC_PATH) return (socket) => options.serveRpc(wireOf(socket))
  const sessionId = sessionOfPath(path)
  return sessionId === null ? null : (socket) => options.attachTerminal(sessionId, terminalPortOf(socket))
}

/** A browser can't set headers on an upgrade, so the token comes as the only subprotocol. */
function holdsToken(request: IncomingMessage, tickets: Tickets): boolean {
  const token = tokenOfSubprotocol(request.headers['sec-websocket-protocol'] ?? '')
  return token !== null && tickets.isToken(token)
}

/** Hangs up on our side too: an upgraded socket has no time limit, and the other side may never end it. */
function refuse(socket: Duplex, status: number): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
  socket.end(head, () => socket.destroy())
}

const silent = new WeakSet<WebSocket>()

function keepAlive(socket: WebSocket): WebSocket {
  socket.on('pong', () => silent.delete(socket))
  socket.on('error', () => socket.terminate())
  return socket
}

function pingAll(server: WebSocketServer): void {
  for (const socket of server.clients) {
    if (silent.has(socket)) socket.terminate()
    silent.add(socket)
    socket.ping()
  }
}

function wireOf(socket: WebSocket): Wire {
  socket.binaryType = 'arraybuffer'
  return {
    send: (message) => (typeof message === 'string' ? sendText(socket, message) : socket.send(message)),
    onMessage: (listener) =>
      socket.on('message', (data, isBinary) =>
        listener(isBinary ? (data as ArrayBuffer) : takeText(data as Buffer)),
      ),
    onClose: (listener) => socket.on('close', listener),
    close: () => socket.close(),
  }
}

/** The sent bytes are wiped: a recovery code may be in them. */
function sendText(socket: WebSocket, text: string): void {
  const data = Buffer.from(text)
  socket.send(data, { binary: false }, () => wipe(data))
}

/** The received bytes are wiped: a password or an imported key may be in them. */
function takeText(data: Buffer): string {
  const text = data.toString()
  wipe(data)
  return text
}

function terminalPortOf(socket: WebSocket): TerminalPort {
  return {
    send: (frame) => socket.send(frame),
    onFrame: (listener) => socket.on('message', (data) => listener(data as Buffer)),
    onClose: (listener) => socket.once('close', (code) => listener(code === LOST)),
    close: () => socket.close(),
  }
}

import type { IpcMain, MessagePortMain, WebFrameMain } from 'electron'
import { z } from 'zod'
import { OPEN_PORT } from '../../../contract/desktop-bridge.js'
import type { Log } from '../../core/ports.js'
import type { TerminalPort } from '../../core/sessions/terminal-port.js'
import type { Wire } from '../../rpc/server.js'

export interface PortOptions {
  /** Whether a frame is the window's own page. */
  isOurs(frame: WebFrameMain | null): boolean
  serveRpc(wire: Wire): void
  attachTerminal(sessionId: string, port: TerminalPort): void
  log: Log
}

const PortMessage = z.discriminatedUnion('latchkey', [
  z.object({ latchkey: z.literal('rpc') }),
  z.object({ latchkey: z.literal('terminal'), sessionId: z.string().min(1).max(200) }),
])

/** Joins the ports that the preload hands over to RPC or to a terminal. Ports from any other frame are closed. */
export function listenForPorts(
  ipcMain: IpcMain,
  { isOurs, serveRpc, attachTerminal, log }: PortOptions,
): void {
  ipcMain.on(OPEN_PORT, ({ ports, senderFrame }, message: unknown) => {
    const [port, ...more] = ports
    const asked = PortMessage.safeParse(message)
    if (port === undefined || more.length > 0 || !asked.success || !isOurs(senderFrame)) {
      log.warn('desktop.port-refused', { frame: senderFrame?.url })
      for (const one of ports) one.close()
    } else if (asked.data.latchkey === 'rpc') serveRpc(wireOf(port))
    else attachTerminal(asked.data.sessionId, terminalPortOf(port))
  })
}

/** What we use of Electron's MessagePortMain. */
export type HostPort = Pick<MessagePortMain, 'on' | 'postMessage' | 'start' | 'close'>

/** Carries RPC messages over a port. */
export function wireOf(port: HostPort): Wire {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

/** Carries one terminal's frames over a port. */
export function terminalPortOf(port: HostPort): TerminalPort {
  const listeners: (() => void)[] = []
  let closed = false
  const end = () => {
    if (closed) return
    closed = true
    for (const listener of listeners) listener()
  }
  port.on('close', end)
  return {
    send(frame) {
      if (!closed) port.postMessage(frame)
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (data instanceof Uint8Array) listener(data)
      })
      port.start()
    },
    onClose: (listener) => listeners.push(listener),
    close() {
      port.close()
      end()
    },
  }
}

import type { MessagePortMain } from 'electron'
import type { TerminalPort } from '../../core/sessions/terminal-port.js'
import type { Wire } from '../../rpc/server.js'

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

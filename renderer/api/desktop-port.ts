import type { DesktopBridge, PortMessage } from '../../contract/desktop-bridge.js'

declare global {
  interface Window {
    latchkey?: DesktopBridge
  }
}

/** The preload's bridge; undefined in a browser. */
export const desktop: DesktopBridge | undefined = globalThis.window?.latchkey

/** Waits for the port that the preload posts after `openRpc` or `openTerminal`. */
export function portFromPreload(wanted: PortMessage, signal?: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve) => {
    const stop = new AbortController()
    const take = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || port === undefined || !same(event.data, wanted)) return
      stop.abort()
      resolve(port)
    }
    signal?.addEventListener('abort', () => stop.abort(), { once: true })
    window.addEventListener('message', take, { signal: stop.signal })
  })
}

function same(data: unknown, wanted: PortMessage): boolean {
  const message = data as Partial<PortMessage & { sessionId: string }> | null
  if (message?.latchkey !== wanted.latchkey) return false
  return wanted.latchkey === 'rpc' || message.sessionId === wanted.sessionId
}

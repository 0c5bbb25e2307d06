import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type DesktopBridge, OPEN_PORT, type PortMessage } from '../contract/desktop-bridge.js'

/** Makes a channel: one end goes to the host, the other to the page, and nothing of it stays here. */
function open(message: PortMessage): void {
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage(OPEN_PORT, message, [port1])
  window.postMessage(message, location.origin, [port2])
}

const bridge: DesktopBridge = {
  openRpc: () => open({ latchkey: 'rpc' }),
  openTerminal: (sessionId) => open({ latchkey: 'terminal', sessionId: String(sessionId) }),
  pathOf: (file) => webUtils.getPathForFile(file as File),
}

contextBridge.exposeInMainWorld('latchkey', bridge)

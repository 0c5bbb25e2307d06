import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  type DesktopBridge,
  HIDE_FROM_CAPTURE,
  OPEN_LINK,
  OPEN_PORT,
  OPEN_WINDOW,
  PASTE,
  type PortMessage,
  SECRET_COPIED,
  SYSTEM_WISH,
} from '../contract/desktop-bridge.js'

/** Makes a channel: one end goes to the host, the other to the page, and nothing of it stays here. */
function open(message: PortMessage): void {
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage(OPEN_PORT, message, [port1])
  window.postMessage(message, location.origin, [port2])
}

/** For what the page may do only in answer to a click or a key: Chromium says here, out of the page's reach, whether it is. */
function onUserAction(channel: string, ...message: string[]): void {
  if (navigator.userActivation.isActive) ipcRenderer.send(channel, ...message)
}

const bridge: DesktopBridge = {
  openRpc: () => open({ latchkey: 'rpc' }),
  openTerminal: (sessionId) => open({ latchkey: 'terminal', sessionId: String(sessionId) }),
  pathOf: (file) => webUtils.getPathForFile(file as File),
  paste: () => onUserAction(PASTE),
  openLink: (address) => onUserAction(OPEN_LINK, String(address)),
  openWindow: (move) => onUserAction(OPEN_WINDOW, String(move)),
  hideFromCapture: (hidden) => ipcRenderer.send(HIDE_FROM_CAPTURE, hidden === true),
  secretCopied: (text) => ipcRenderer.send(SECRET_COPIED, String(text)),
}

// Only the app's main process sends on this channel.
ipcRenderer.on(SYSTEM_WISH, (_event, wish: unknown) =>
  window.postMessage({ latchkey: 'wish', wish }, location.origin),
)

contextBridge.exposeInMainWorld('latchkey', bridge)

/**
 * What the preload script puts on the desktop window as `window.latchkey`. Ports come as window messages
 * (`window.postMessage(PortMessage, location.origin, [port])`), because a MessagePort can't cross the context bridge.
 */
export interface DesktopBridge {
  /** Asks for a fresh RPC port; a `PortMessage` of kind `rpc` follows. */
  openRpc(): void
  /** Asks for a terminal stream (contract/terminal-stream.ts); a `PortMessage` of kind `terminal` follows. */
  openTerminal(sessionId: string): void
  /** The path of a file that the user chose or dropped (`webUtils.getPathForFile`); empty if it has none. */
  pathOf(file: object): string
  /**
   * Pastes the clipboard into what has the keyboard, as the keys do: the page itself may not read it. Nothing happens
   * unless the user has just clicked or pressed a key.
   */
  paste(): void
  /** Opens an address (contract/outside.ts, without user) in the browser after the user said yes to it, and no later than that. */
  openLink(address: string): void
  /**
   * Opens a window for the pane that goes over under that name (renderer/features/sessions/move-window.ts), a UUID. Nothing
   * happens unless the user has just clicked or pressed a key.
   */
  openWindow(move: string): void
  /** Keeps the window out of pictures and recordings of the screen, where the system can: while a secret is in sight. */
  hideFromCapture(hidden: boolean): void
  /** The user has copied this, which has a secret in it: the clipboard is cleared of it after half a minute. */
  secretCopied(text: string): void
}

export type PortMessage = { latchkey: 'rpc' } | { latchkey: 'terminal'; sessionId: string }

/** The IPC channel on which the preload hands the host its end of a port, with a `PortMessage` that says what for. */
export const OPEN_PORT = 'latchkey:open-port'

/** What the page's address has in its fragment: the window's name, and the name of the pane that it was opened for. */
export const WINDOW_FRAGMENT = 'window'
export const MOVE_FRAGMENT = 'move'

/** The IPC channels of `paste`, of `openLink` with the address, of `openWindow` with the name, of `hideFromCapture`, and of `secretCopied`. */
export const PASTE = 'latchkey:paste'
export const OPEN_LINK = 'latchkey:open-link'
export const OPEN_WINDOW = 'latchkey:open-window'
export const HIDE_FROM_CAPTURE = 'latchkey:hide-from-capture'
export const SECRET_COPIED = 'latchkey:secret-copied'

/** The channel on which the host has the page do something: a `SystemWish`, which the preload script posts to the page. */
export const SYSTEM_WISH = 'latchkey:wish'

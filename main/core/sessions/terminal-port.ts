/** The host's end of one terminal stream (contract/terminal-stream.ts), whatever carries it. */
export interface TerminalPort {
  /** Sends one frame. Frames after `close` are dropped. */
  send(frame: Uint8Array): void
  onFrame(listener: (frame: Uint8Array) => void): void
  /** Called once, also after our own `close`. `lost`: it broke, and its page may be there. */
  onClose(listener: (lost?: boolean) => void): void
  close(): void
}

import { decodeHostFrame, encodeWindowFrame } from '../../contract/terminal-stream.js'
import type { TerminalPort } from '../../main/core/sessions/terminal-port.js'

/** A terminal without a screen: acknowledges output at once and keeps it as text. */
export class MemoryTerminal implements TerminalPort {
  private text = ''
  private readonly decoder = new TextDecoder()
  private toHost: (frame: Uint8Array) => void = () => undefined
  private closed: () => void = () => undefined
  private changed: () => void = () => undefined

  send(frame: Uint8Array): void {
    const decoded = decodeHostFrame(frame)
    if (decoded?.type !== 'output') return
    this.text += this.decoder.decode(decoded.bytes, { stream: true })
    this.toHost(encodeWindowFrame({ type: 'ack', count: decoded.bytes.length }))
    this.changed()
  }

  onFrame(listener: (frame: Uint8Array) => void): void {
    this.toHost = listener
  }

  onClose(listener: () => void): void {
    this.closed = listener
  }

  close(): void {
    this.closed()
  }

  type(text: string): void {
    this.toHost(encodeWindowFrame({ type: 'input', bytes: new TextEncoder().encode(text) }))
  }

  /** Resolves to the first match in what was printed so far or is printed within `limitMs`. */
  async waitFor(pattern: RegExp, limitMs = 10_000): Promise<RegExpExecArray> {
    const end = Date.now() + limitMs
    for (;;) {
      const match = pattern.exec(this.text)
      if (match) return match
      if (Date.now() > end)
        throw new Error(`Not printed within ${limitMs} ms: ${pattern}. Printed: ${this.text.slice(-500)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(1, end - Date.now()))
        this.changed = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}

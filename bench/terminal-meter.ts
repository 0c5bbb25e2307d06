import type { Page } from '@playwright/test'

/** Lives in the page as `window.latchkeyMeter`. */
interface Meter {
  /** Set to keep what arrives, for `between`. */
  keep: boolean
  /** SHA-256 in hex of what was kept between two marks, each the last of its kind. Forgets it. */
  between(from: string, to: string): Promise<string>
  /** Resolves when `count` more bytes have arrived. */
  received(count: number): Promise<void>
  /** The next Enter or Ctrl-C starts the clock, and the drawing of the output up to and with `marker` stops it. */
  expect(marker: string): void
  /** The milliseconds between the two. */
  drawn(): Promise<number>
}

declare global {
  interface Window {
    latchkeyMeter: Meter
  }
}

/**
 * Measures inside the page without touching the product: wraps the page's WebSocket and follows the frames of
 * contract/terminal-stream.ts. Output counts as drawn two animation frames after xterm acknowledged it.
 */
export async function installMeter(page: Page): Promise<void> {
  // tsx names functions through a helper that a function sent to the page no longer finds.
  await page.addInitScript('globalThis.__name = (named) => named')
  await page.addInitScript(() => {
    const DATA = 0
    const ACK = 1
    let received = 0
    let acknowledged = 0
    let kept: Uint8Array<ArrayBuffer>[] = []
    let tail = ''
    let wait: { marker: string; start: number; end: number; resolve(ms: number): void } | null = null
    let flood: { until: number; resolve(): void } | null = null
    let result: Promise<number> = Promise.reject(new Error('Nothing is expected.'))
    result.catch(() => undefined)
    const latin1 = new TextDecoder('latin1')

    function onOutput(bytes: Uint8Array<ArrayBuffer>): void {
      received += bytes.length
      if (window.latchkeyMeter.keep) kept.push(bytes)
      if (flood !== null && received >= flood.until) {
        flood.resolve()
        flood = null
      }
      if (wait === null || wait.start < 0 || wait.end >= 0) return
      const text = tail + latin1.decode(bytes.subarray(Math.max(0, bytes.length - 4096)))
      if (text.includes(wait.marker)) wait.end = received
      tail = text.slice(-64)
    }

    function onAck(count: number): void {
      acknowledged += count
      if (wait === null || wait.end < 0 || acknowledged < wait.end) return
      const { start, resolve } = wait
      wait = null
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)))
    }

    function onInput(bytes: Uint8Array): void {
      if (wait?.start === -1 && bytes.some((byte) => byte === 13 || byte === 3))
        wait.start = performance.now()
    }

    window.latchkeyMeter = {
      keep: false,
      async between(from, to) {
        const bytes = new Uint8Array(await new Blob(kept).arrayBuffer())
        kept = []
        this.keep = false
        const text = latin1.decode(bytes)
        const part = bytes.slice(text.lastIndexOf(from) + from.length, text.lastIndexOf(to))
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', part))
        return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
      },
      received(count) {
        return new Promise((resolve) => {
          flood = { until: received + count, resolve }
        })
      },
      expect(marker) {
        tail = ''
        result = new Promise((resolve) => {
          wait = { marker, start: -1, end: -1, resolve }
        })
      },
      drawn: () => result,
    }

    const Plain = window.WebSocket
    window.WebSocket = class extends Plain {
      private readonly metered: boolean
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        this.metered = String(url).includes('/terminal/')
        if (!this.metered) return
        this.addEventListener('message', ({ data }) => {
          const frame = new Uint8Array(data as ArrayBuffer)
          if (frame[0] === DATA) onOutput(frame.subarray(1))
        })
      }
      override send(data: string | BufferSource | Blob): void {
        super.send(data)
        if (!this.metered || !ArrayBuffer.isView(data)) return
        const frame = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
        if (frame[0] === DATA) onInput(frame.subarray(1))
        if (frame[0] === ACK) onAck(new DataView(data.buffer, data.byteOffset).getUint32(1))
      }
    }
  })
}

import type { IParser } from '@xterm/xterm'

/** The most that a program may put on the clipboard, in bytes of UTF-8. */
export const MAX_CLIPBOARD = 100_000
export const OSC_CLIPBOARD = 52
/** A program that goes on and on would take the clipboard away from everybody. */
const PAUSE_MS = 1000

export type ClipboardWish = { text: string } | { refused: 'off' | 'too-large' | 'not-text' }

interface Options {
  allowed: () => boolean
  onWish: (wish: ClipboardWish) => void
}

/**
 * OSC 52: a program may put text on the clipboard if the user allows it. A request to read the clipboard is swallowed, and
 * nothing is ever answered. At most one wish a second is passed on. What it answers is to be called for a wish that was so long
 * that it was dropped unread.
 */
export function takeClipboardWrites(parser: IParser, { allowed, onWish }: Options): () => void {
  let last = Number.NEGATIVE_INFINITY
  const pass = (wish: ClipboardWish | null) => {
    const now = performance.now()
    if (wish === null || now - last < PAUSE_MS) return
    last = now
    onWish(wish)
  }
  parser.registerOscHandler(OSC_CLIPBOARD, (data) => {
    pass(readWish(data, allowed))
    return true
  })
  return () => pass({ refused: allowed() ? 'too-large' : 'off' })
}

/** What `Pc ; Pd` asks for; null where it asks for nothing that there is. */
export function readWish(data: string, allowed: () => boolean): ClipboardWish | null {
  const at = data.indexOf(';')
  const content = data.slice(at + 1)
  if (at < 0 || content === '' || content === '?') return null
  if (!allowed()) return { refused: 'off' }
  if (content.length > Math.ceil(MAX_CLIPBOARD / 3) * 4) return { refused: 'too-large' }
  const text = decode(content)
  return text === null ? { refused: 'not-text' } : { text }
}

/** Base64 of UTF-8, as text without control characters but tab and newline; null where it is something else. */
function decode(base64: string): string | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.replace(/\r\n?/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, '')
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return null
    throw error
  }
}

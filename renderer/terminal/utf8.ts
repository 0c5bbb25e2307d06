/** Output as text, a piece at a time. */
export interface Utf8 {
  /** A character that is cut off waits for the next piece. */
  of(bytes: Uint8Array): string
  /** What is left at the end: a mark for a character that was cut off. */
  end(): string
}

/**
 * Draws what is no UTF-8 as U+FFFD, one for each maximal part (Unicode 17, 3.9), as VTE and the Windows Terminal do. xterm.js
 * drops such bytes when it decodes itself: `caf<E9>` in Latin-1 would read `caf`, and nobody would see that something is missing.
 */
export function createUtf8(): Utf8 {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    of: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  }
}

import { plural, say } from '../../contract/words/say.js'

/** A paste made safe: what goes to the shell if the user agrees. */
export interface Paste {
  /** Lines end in `\n`; no control characters but tab. */
  text: string
  lines: string[]
  /** Control characters that were taken out, hidden ESC[201~ among them. */
  removed: number
  /** Characters that are not seen, or turn the direction of others. They stay. */
  hidden: number
}

/** Characters of one piece that is sent without letting the window breathe. */
const PASTE_PIECE = 16_384

/** ESC [ or CSI, and what begins or ends a bracketed paste. */
const BRACKETS = /(?![\t\n])\p{Cc}\[?20[01]~/gu
/** Format characters, but those that scripts and emoji are joined with. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cf}\u2028\u2029\u115f\u1160\u3164]/gu
/** C0 but tab and newline, DEL, C1. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu

/**
 * Takes out of a clipboard text what could act instead of being typed: the end of a bracketed paste in either form
 * and all control characters except tab and newline. CR LF and CR become newlines.
 */
export function readPaste(clipboard: string): Paste {
  let removed = 0
  const drop = (found: string) => {
    removed += found.length
    return ''
  }
  const text = clipboard.replace(/\r\n?/g, '\n').replace(BRACKETS, drop).replace(CONTROLS, drop)
  return { text, lines: text.replace(/\n$/, '').split('\n'), removed, hidden: countHidden(text) }
}

/** From so many UTF-16 units on a paste is large: it is asked about, and the user sees how far it is. */
export const LARGE_PASTE = 200_000

/** More than one line, one line that Enter would run at once, more than what is seen, or very much. */
export function needsWarning({ text, removed, hidden }: Paste): boolean {
  return text.includes('\n') || removed > 0 || hidden > 0 || text.length >= LARGE_PASTE
}

/** A part of a paste for the eyes: what is not seen in it, by its number. */
export function asSeen(text: string): string {
  return text.replace(
    HIDDEN,
    (sign) => `‹U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}›`,
  )
}

/** The beginning of a paste for the eyes, and how much of it is not shown: of each long line, and of the lines. */
export function previewOf(lines: string[], mostLines: number, mostCharacters: number): string {
  const shown = lines.slice(0, mostLines).map((line) => {
    const left = line.length - mostCharacters
    return left > 0
      ? say`${asSeen(line.slice(0, mostCharacters))} … and ${plural(left, '# more character', '# more characters')}`
      : asSeen(line)
  })
  const left = lines.length - shown.length
  return left > 0
    ? say`${shown.join('\n')}\n… and ${plural(left, '# more line', '# more lines')}`
    : shown.join('\n')
}

/** Without its last line break: the last line waits for Enter. */
export function withoutLastBreak(paste: Paste): Paste {
  return { ...paste, text: paste.text.replace(/\n+$/, '') }
}

function countHidden(text: string): number {
  return text.match(HIDDEN)?.length ?? 0
}

/** What the program gets: newlines as CR, as if typed; between ESC[200~ and ESC[201~ if it asked for that. */
export function encodePaste(paste: Paste, bracketed: boolean): string {
  const typed = paste.text.replaceAll('\n', '\r')
  return bracketed ? `\x1b[200~${typed}\x1b[201~` : typed
}

/** Cuts into pieces of at most `size` UTF-16 units without splitting a surrogate pair. */
export function* pieces(text: string, size = PASTE_PIECE): Generator<string> {
  let start = 0
  while (start < text.length) {
    let end = Math.min(start + size, text.length)
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) && end - start > 1) end--
    yield text.slice(start, end)
    start = end
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

import { Unicode11Addon } from '@xterm/addon-unicode11'
import type { IParser, IUnicodeVersionProvider, Terminal } from '@xterm/xterm'

/** The largest count that makes sense: the widest terminal has 1000 columns. */
export const MAX_COUNT = 1000
/** More marks than any script puts on one character. */
export const MAX_MARKS = 16

/** CHT, IL, DL, SU, SD, CBT, REP: xterm.js loops once per count, so that 2147483647 freezes the window. */
const LOOPING = ['I', 'L', 'M', 'S', 'T', 'Z', 'b']
/** The OSC that makes links of text: not followed here, and its confirmation can be made to lie. */
const OSC_LINK = 8

/** Keeps hostile output from freezing the window: sequences with absurd counts are dropped, link targets ignored. */
export function limitSequences(parser: IParser): void {
  for (const final of LOOPING) {
    parser.registerCsiHandler({ final }, ([count]) => typeof count === 'number' && count > MAX_COUNT)
  }
  parser.registerOscHandler(OSC_LINK, () => true)
}

/** Unicode 11 widths, with at most MAX_MARKS combining marks drawn on one character. */
export function limitUnicode(terminal: Terminal): void {
  terminal.unicode.register(limitMarks(unicode11(), MAX_MARKS))
  terminal.unicode.activeVersion = '11-limited'
}

/** xterm.js packs a character's properties as state << 3 | width << 1 | joins; the state is the provider's own. */
const JOINS = 1
const STATE_SHIFT = 3
const ALONE_WIDTH_1 = 1 << 1

export function limitMarks(inner: IUnicodeVersionProvider, limit: number): IUnicodeVersionProvider {
  return {
    version: '11-limited',
    wcwidth: (codepoint) => inner.wcwidth(codepoint),
    charProperties(codepoint, preceding) {
      const properties = inner.charProperties(codepoint, preceding)
      if ((properties & JOINS) === 0) return properties
      const marks = (preceding >> STATE_SHIFT) + 1
      return marks > limit ? ALONE_WIDTH_1 : properties | (marks << STATE_SHIFT)
    },
  }
}

/** The addon hands its provider to nobody but a terminal. */
function unicode11(): IUnicodeVersionProvider {
  const found: IUnicodeVersionProvider[] = []
  const taker = { unicode: { register: (provider: IUnicodeVersionProvider) => found.push(provider) } }
  new Unicode11Addon().activate(taker as unknown as Terminal)
  const [provider] = found
  if (provider === undefined) throw new Error('addon-unicode11 registered no provider')
  return provider
}

const TITLE_LENGTH = 120
/** Control characters, and those that turn the direction of text or are not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** A title that a program asked for, as plain text of at most 120 characters. */
export function safeTitle(title: string): string {
  const seen = [...title.slice(0, 10 * TITLE_LENGTH).replace(UNSEEN, '')]
  return seen.length > TITLE_LENGTH ? `${seen.slice(0, TITLE_LENGTH - 1).join('')}…` : seen.join('')
}

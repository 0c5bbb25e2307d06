import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import type { ITerminalAddon, IUnicodeVersionProvider, Terminal } from '@xterm/xterm'
import { MAX_JOINED, MAX_MARKS } from './limits.js'

/*
 * What is drawn as one character, and over how many columns. xterm.js asks for each code point, with what it was told for the
 * one before: state << 3 | width << 1 | joins. Of the state, the grapheme addon has the lower bits and the count of code
 * points that were joined the upper ones. See docs/decisions/0025-how-wide-characters-are.md.
 */

const JOINS = 1
const STATE_SHIFT = 3
const KIND_BITS = 4
const KIND_MASK = (1 << KIND_BITS) - 1
const PICTOGRAM = 11
const ZWJ = 0x200d
const ALONE_NARROW = 1 << 1

/** Has a terminal join grapheme clusters, and give them the columns that the programs of servers reckon with. */
export function setWidths(terminal: Terminal): void {
  const provider = graphemesAsWide(
    providersOf(new Unicode11Addon())[0],
    providersOf(new UnicodeGraphemesAddon())[1],
  )
  terminal.unicode.register(provider)
  terminal.unicode.activeVersion = provider.version
}

/**
 * Joins as `graphemes` does, where the columns come to one or two by `older`, which counts as wcwidth does; emoji of several
 * parts take two.
 */
function graphemesAsWide(
  older: IUnicodeVersionProvider | undefined,
  graphemes: IUnicodeVersionProvider | undefined,
): IUnicodeVersionProvider {
  if (older === undefined || graphemes === undefined) throw new Error('An addon registered no provider.')
  const wcwidth = remembered((codepoint) => columnsOf(codepoint, older, graphemes))
  return {
    version: 'latchkey',
    wcwidth,
    charProperties(codepoint, preceding) {
      if (codepoint >= 32 && codepoint < 127 && preceding >> STATE_SHIFT === 0) return ALONE_NARROW
      const kindBefore = (preceding >> STATE_SHIFT) & KIND_MASK
      const before = (kindBefore << STATE_SHIFT) | (preceding & 0b110)
      const asked = graphemes.charProperties(codepoint, before)
      const [own, old] = [wcwidth(codepoint), (preceding >> 1) & 3]
      const kind = (asked >> STATE_SHIFT) & KIND_MASK
      const alone = (kind << STATE_SHIFT) | (Math.max(own, 1) << 1)
      if (old === 0 || ((asked & JOINS) === 0 && own > 0)) return alone
      const joined = (preceding >> (STATE_SHIFT + KIND_BITS)) + 1
      const ofEmoji = kind === PICTOGRAM || codepoint === ZWJ || isSkinTone(codepoint)
      if (joined > (ofEmoji ? MAX_JOINED : MAX_MARKS)) return ALONE_NARROW
      if (old + own > 2 && kind !== PICTOGRAM && !isSkinTone(codepoint)) return alone
      return (((joined << KIND_BITS) | kind) << STATE_SHIFT) | (Math.min(old + own, 2) << 1) | JOINS
    },
  }
}

/** As the C library of a current Linux counts them: the older table, and from the newer one what came since. */
function columnsOf(
  codepoint: number,
  older: IUnicodeVersionProvider,
  newer: IUnicodeVersionProvider,
): 0 | 1 | 2 {
  const [then, now] = [older.wcwidth(codepoint), newer.wcwidth(codepoint)]
  if (then === 0) return 0
  return now === 2 || newEmoji.some(([first, last]) => codepoint >= first && codepoint <= last) ? 2 : then
}

/** Emoji of Unicode 14 and later, which neither table knows; the last range is kept for more of them. */
const newEmoji = [
  [0x1f6dc, 0x1f6df],
  [0x1f7f0, 0x1f7f0],
  [0x1f979, 0x1f979],
  [0x1f9cc, 0x1f9cc],
  [0x1fa70, 0x1faff],
] as const

/** The five colours of skin, U+1F3FB to U+1F3FF. */
const isSkinTone = (codepoint: number) => codepoint >= 0x1f3fb && codepoint <= 0x1f3ff

/** Looks each code point of the first two planes up once. */
function remembered(columns: (codepoint: number) => 0 | 1 | 2): (codepoint: number) => 0 | 1 | 2 {
  const known = new Uint8Array(0x20000)
  return (codepoint) => {
    const seen = known[codepoint]
    if (seen !== undefined && seen > 0) return (seen - 1) as 0 | 1 | 2
    const found = columns(codepoint)
    if (codepoint < known.length) known[codepoint] = found + 1
    return found
  }
}

/** The addons hand their providers to nobody but a terminal. */
function providersOf(addon: ITerminalAddon): IUnicodeVersionProvider[] {
  const found: IUnicodeVersionProvider[] = []
  const register = (provider: IUnicodeVersionProvider) => void found.push(provider)
  addon.activate({ unicode: { register, activeVersion: '' } } as unknown as Terminal)
  return found
}

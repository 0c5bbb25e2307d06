/** What output has set in a terminal that outlasts what is on the screen. */
export interface TerminalModes {
  /** Takes note of output, a piece at a time. */
  pass(bytes: Buffer): void
  /** Output that sets the same in a new terminal, up to within a sequence where the last piece ended in one. */
  prelude(): Buffer
}

/** DECSET and DECRST; SM and RM; margins; cursor style; soft reset. Keypad; a character set; full reset. */
const SETTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what sequences begin with
  /\x1b(?:\[(?:\?([\d;]{1,60})([hl])|([\d;]{0,20})r|([\d;]{1,20})([hl])|\d{0,2} q|!p)|[=>c]|[()][0-9A-Z])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const CUT_OFF = /\x1b(?:\[[0-?]{0,60}[ -/]{0,2}|[ -/]?)?$/
const LONGEST = 70
/** DCS, OSC, SOS, PM and APC: strings, which may go on for long. */
const STRING_STARTS = 'P]X^_'
/** What is left of a string that began before goes to an OSC that nobody has: each of them ends as this one does. */
const NOBODY = '\x1b]9999;'
/** The alternate screen has margins of its own. */
const SCREENS = ['47', '1047', '1049']
/** What a soft reset leaves as it was is not among these (DECSTR, VT510). */
const SOFT = ['?1', '?6', '?7', '?25', '4', 'keypad', 'set(', 'set)', 'margins', 'cursor']
/** Numbers of modes that are remembered: all that exist are fewer. */
const MOST = 100

/** Follows the modes that terminals of xterm's kind have (ctlseqs), as far as a new page could not know them. */
export function createModes(): TerminalModes {
  /** The newest sequence of each kind, in the order in which they came. */
  const set = new Map<string, string>()
  let pending = ''
  let inString = false

  function note(kind: string, sequence: string): void {
    set.delete(kind)
    if (set.size < MOST) set.set(kind, sequence)
  }

  function each(mark: '?' | '', numbers: string, letter: string | undefined): void {
    for (const number of numbers.split(';')) {
      note(mark + number, `\x1b[${mark}${number}${letter}`)
      if (mark === '?' && SCREENS.includes(number)) set.delete('margins')
    }
  }

  return {
    pass(bytes) {
      const text = pending + bytes.toString('latin1')
      const found = pending !== '' || mayHoldSetter(bytes) ? text.matchAll(SETTERS) : []
      for (const [sequence, privates, way, margins, plain, plainWay] of found) {
        if (sequence === '\x1bc') set.clear()
        else if (sequence === '\x1b[!p') for (const kind of SOFT) set.delete(kind)
        else if (privates !== undefined) each('?', privates, way)
        else if (plain !== undefined) each('', plain, plainWay)
        else if (margins !== undefined) note('margins', sequence)
        else if (sequence.endsWith('q')) note('cursor', sequence)
        else note(sequence.length === 2 ? 'keypad' : `set${sequence[1]}`, sequence)
      }
      inString = endsInString(text, inString)
      pending = CUT_OFF.exec(text.slice(-LONGEST))?.[0] ?? ''
    },
    prelude: () => Buffer.from([...set.values()].join('') + (inString ? NOBODY : '') + pending, 'latin1'),
  }
}

function endsInString(text: string, before: boolean): boolean {
  const at = text.lastIndexOf('\x1b')
  const start = at < 0 ? before : STRING_STARTS.includes(text[at + 1] ?? ' ')
  return start && !text.includes('\x07', at + 1)
}

const ESCAPE = 0x1b
const BRACKET = 0x5b
/** What ends sequences that set no mode, in most output all that there are: colours, erasing and moving. */
const HARMLESS = new Set(Buffer.from('mKHJABCDGdPX@'))

/** False where no sequence can be one of SETTERS. Looking is three times as fast as matching, and a flood passes here. */
function mayHoldSetter(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== ESCAPE) continue
    if (bytes[++at] !== BRACKET) return true
    do at++
    while (isParameter(bytes[at]))
    if (!HARMLESS.has(bytes[at] ?? 0)) return true
  }
  return false
}

/** A digit, a colon or a semicolon. */
const isParameter = (byte = 0) => byte >= 0x30 && byte <= 0x3b

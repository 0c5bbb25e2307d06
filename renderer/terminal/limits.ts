import type { Terminal } from '@xterm/xterm'
import { breatheBetween } from './breathe.js'
import { limitStrings } from './string-limit.js'

/** The largest count that makes sense: the widest terminal has 1000 columns. */
const MAX_COUNT = 1000

/** Code points that are joined to one character at most: more than any emoji has. */
export const MAX_JOINED = 16
/** And those of other kinds than emoji are made of: more than any script stacks. Each has to be drawn. */
export const MAX_MARKS = 8

/** CHT, IL, DL, SU, SD, CBT, REP: xterm.js loops once per count, so that 2147483647 freezes the window. */
const LOOPING = ['I', 'L', 'M', 'S', 'T', 'Z', 'b']

/**
 * Keeps hostile output from freezing the window and from filling its memory: sequences with absurd counts and strings
 * without an end are dropped, costly ones interrupted. `onDropped`: of an OSC, its number.
 */
export function limitSequences(term: Terminal, onDropped?: (osc: number) => void): void {
  const { parser } = term
  breatheBetween(parser)
  limitStrings(term, onDropped)
  for (const final of LOOPING) {
    parser.registerCsiHandler({ final }, ([count]) => typeof count === 'number' && count > MAX_COUNT)
  }
}

const TITLE_LENGTH = 120
/** Control characters, and those that turn the direction of text or are not seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** A title that a program asked for, as plain text of at most 120 characters. */
export function safeTitle(title: string): string {
  const seen = [...title.slice(0, 10 * TITLE_LENGTH).replace(UNSEEN, '')]
  return seen.length > TITLE_LENGTH ? `${seen.slice(0, TITLE_LENGTH - 1).join('')}…` : seen.join('')
}

/** Bytes that xterm.js takes in without looking at the clock. */
const WRITE_PIECE = 8192

/** Writes in pieces, between which xterm.js lets the window breathe; `done` is called after the last. */
export function writeInPieces(
  write: (bytes: Uint8Array, done: () => void) => void,
  bytes: Uint8Array,
  done: () => void,
): void {
  let start = 0
  for (; start + WRITE_PIECE < bytes.length; start += WRITE_PIECE)
    write(bytes.subarray(start, start + WRITE_PIECE), () => undefined)
  write(bytes.subarray(start), done)
}

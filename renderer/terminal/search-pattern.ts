import { say } from '../../contract/words/say.js'

/** How the text in the search bar is meant. */
export interface Query {
  text: string
  regex: boolean
  matchCase: boolean
  wholeWord: boolean
}

/** As it goes to the worker that searches. */
export interface Pattern {
  source: string
  flags: string
}

export const MAX_PATTERN = 1000
const SPECIAL = /[\\^$.*+?()[\]{}|/]/g
const WORD = String.raw`[\p{L}\p{M}\p{N}_]`

/** A query as a regular expression, or why it is none, as a sentence. Null where there is nothing to search. */
export function patternOf(query: Query): Pattern | { problem: string } | null {
  if (query.text === '') return null
  if (query.text.length > MAX_PATTERN) return { problem: say`Too long to be searched.` }
  const plain = query.text.replace(SPECIAL, '\\$&')
  const inner = query.regex ? query.text : plain
  const source = query.wholeWord ? `(?<!${WORD})(?:${inner})(?!${WORD})` : inner
  const flags = query.matchCase ? 'g' : 'gi'
  if (isRegex(source, `${flags}u`)) return { source, flags: `${flags}u` }
  // Without the flag u more is allowed that people write, such as \- outside brackets.
  const loose = query.wholeWord ? String.raw`(?<!\w)(?:${inner})(?!\w)` : inner
  return isRegex(loose, flags)
    ? { source: loose, flags }
    : { problem: say`This is not a complete regular expression.` }
}

function isRegex(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

/** Where a text matches: index and length, one after the other, at most `limit` of them. Empty matches don't count. */
export function matchesIn(text: string, regex: RegExp, limit: number): number[] {
  const found: number[] = []
  regex.lastIndex = 0
  while (found.length < limit * 2) {
    const match = regex.exec(text)
    if (match === null) break
    if (match[0] === '') regex.lastIndex += signLength(text, match.index, regex.unicode)
    else found.push(match.index, match[0].length)
  }
  return found
}

/** With the flag u a regular expression goes back to the start of a pair, and would find the same nothing for ever. */
function signLength(text: string, at: number, wholePairs: boolean): number {
  return wholePairs && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

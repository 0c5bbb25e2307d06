/** One line of a configuration that says something. */
export interface ConfigLine {
  /** In lower case. */
  keyword: string
  /** What follows it, without quotes and without a remark at its end. */
  args: string[]
  /** The same as it stands. */
  rest: string
  /** From 1. */
  number: number
}

/** A line that OpenSSH refuses. */
export interface BadLine {
  number: number
  why: string
}

/** The lines of a configuration of OpenSSH's client (ssh_config(5)): keyword, then blanks or one `=`, then arguments. */
export function readLines(text: string): { lines: ConfigLine[]; bad: BadLine[] } {
  const lines: ConfigLine[] = []
  const bad: BadLine[] = []
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const number = index + 1
    const found = /^[ \t\r]*"?([^\s"=#]+)"?[ \t\r]*=?[ \t\r]*(.*?)[ \t\r\f]*$/.exec(line)
    if (found === null) continue
    const [, keyword = '', rest = ''] = found
    const args = splitArguments(rest)
    if (args === null) bad.push({ number, why: 'a quote is not closed' })
    else if (args.length === 0) bad.push({ number, why: `${keyword} has no value` })
    else lines.push({ keyword: keyword.toLowerCase(), args, rest, number })
  }
  return { lines, bad }
}

/**
 * Words between blanks. Single and double quotes hold blanks together, also within a word; a backslash takes quotes,
 * itself and, outside of quotes, a blank for what they are; `#` at the begin of a word ends the line. Null where a quote is not closed.
 */
export function splitArguments(text: string): string[] | null {
  const words: string[] = []
  let at = 0
  while (at < text.length) {
    if (isBlank(text[at])) at += 1
    else if (text[at] === '#') break
    else {
      const word = readWord(text, at)
      if (word === null) return null
      words.push(word.text)
      at = word.end
    }
  }
  return words
}

function readWord(text: string, start: number): { text: string; end: number } | null {
  let word = ''
  let quote = ''
  let at = start
  for (; at < text.length; at++) {
    const sign = text[at] ?? ''
    const next = text[at + 1] ?? ''
    if (sign === '\\' && (/['"\\]/.test(next) || (quote === '' && next === ' '))) {
      word += next
      at += 1
    } else if (quote === '' && isBlank(sign)) break
    else if (quote === '' && /['"]/.test(sign)) quote = sign
    else if (quote !== '' && sign === quote) quote = ''
    else word += sign
  }
  return quote === '' ? { text: word, end: at } : null
}

const isBlank = (sign: string | undefined) => sign === ' ' || sign === '\t'

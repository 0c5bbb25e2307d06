import { splitArguments } from './lines.js'

/** `Include` for a file with this absolute path; OpenSSH takes slashes on Windows too. */
export function includeLine(path: string): string {
  return `Include "${path.replaceAll('\\', '/')}"`
}

/** Whether the text has the line where it counts for every host: before the first `Host` and `Match`. */
export function hasInclude(text: string, line: string): boolean {
  for (const one of text.split('\n')) {
    if (isSame(one, line)) return true
    if (/^\s*"?(host|match)\b/i.test(one)) return false
  }
  return false
}

/** The text with the line at its begin, once. */
export function withInclude(text: string, line: string): string {
  if (hasInclude(text, line)) return text
  const rest = withoutInclude(text, line)
  const end = rest.includes('\r\n') ? '\r\n' : '\n'
  return rest === '' ? `${line}${end}` : `${line}${end}${end}${rest}`
}

/** The text without the line, and without the blank line that `withInclude` put below it. */
export function withoutInclude(text: string, line: string): string {
  const lines = text.split('\n')
  const kept = lines.filter((one) => !isSame(one, line))
  if (kept.length === lines.length) return text
  const [first = '', ...rest] = kept
  return isSame(lines[0] ?? '', line) && first.trim() === '' ? rest.join('\n') : kept.join('\n')
}

function isSame(one: string, line: string): boolean {
  const [was, is] = [splitArguments(one.trim()), splitArguments(line)]
  return was?.length === 2 && was[0]?.toLowerCase() === 'include' && was[1] === is?.[1]
}

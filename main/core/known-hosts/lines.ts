import { createHash } from 'node:crypto'
import type { HostsSource } from '../../../contract/known-hosts.js'
import { isUnreadable, type KnownHostLine, parseLine } from './entry.js'

/** A line of a known_hosts file as it stands there. */
export interface Line {
  /** Without its line feed; a carriage return before that is part of it. */
  text: string
  /** Empty for a last line that has no line feed. */
  end: '\n' | ''
  /** Null for blank lines, remarks, and what can't be read. */
  entry: KnownHostLine | null
}

export function splitLines(content: string): Line[] {
  const texts = content.split('\n')
  const end = texts.pop() ?? ''
  const lines = texts.map(newLine)
  return end === '' ? lines : [...lines, { ...newLine(end), end: '' }]
}

/** Each line on a line of its own; only the last may be without a line feed. */
export function joinLines(lines: Line[]): string {
  return lines.map(({ text, end }, index) => `${text}${index < lines.length - 1 ? '\n' : end}`).join('')
}

export const newLine = (text: string): Line => ({ text, end: '\n', entry: parseLine(text) })

export const unreadableIn = (lines: Line[]): number => lines.filter(({ text }) => isUnreadable(text)).length

/** A key line and what it is called from outside. */
export interface KeyLine extends Line {
  entry: KnownHostLine
  /** Counted from 0. */
  index: number
  /** Of its text, so that it holds across other changes of the file. */
  hash: string
  id: string
}

/** The key lines of a file; of equal ones each has an id of its own. */
export function keyLines(source: HostsSource, lines: Line[]): KeyLine[] {
  const seen = new Map<string, number>()
  return lines.flatMap((line, index) => {
    const { text, entry } = line
    if (entry === null) return []
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 24)
    const copy = seen.get(hash) ?? 0
    seen.set(hash, copy + 1)
    return [{ ...line, entry, index, hash, id: `${source}-${hash}-${copy}` }]
  })
}

import { publicKeyLine } from '../keys/public-key.js'
import { type AuthorizedKey, type AuthorizedLine, parseLines } from './lines.js'

/** A line to be put into a file. */
export interface WantedLine {
  /** Base64 of the public key blob. */
  blob: string
  /** As `formatOptions` writes them; empty for none. */
  options: string
  comment: string
}

/** A line that a file has for the key already, with other options than wanted. */
export interface ExistingLine {
  /** The file, as the server names it. */
  path: string
  /** From 1. */
  line: number
  /** As it stands; empty where the line restricts nothing. */
  options: string
}

/** The file that is edited, and beside it those that sshd reads too: any line of any of them lets its key in. */
export interface KeyFiles {
  path: string
  lines: AuthorizedLine[]
  others: { path: string; lines: AuthorizedLine[] }[]
}

/**
 * `changed`: write these lines. `present`: the key is let in just so already. `differs`: it is there with other options,
 * and to add the line would take their effect away (or have none itself): somebody has to say what is meant.
 */
export type Addition =
  | { kind: 'changed'; lines: AuthorizedLine[] }
  | { kind: 'present' }
  | { kind: 'differs'; existing: ExistingLine[] }

/** What the user has said to do about lines that the key has already. Without their word nothing is widened. */
export type OnExisting = 'ask' | 'keep' | 'replace'

/** Adds a line at the end, unless the key is there. Every other byte stays. */
export function addKey(files: KeyFiles, wanted: WantedLine, onExisting: OnExisting = 'ask'): Addition {
  const here = existingIn(files, wanted.blob)
  const elsewhere = files.others.flatMap((file) => existingIn(file, wanted.blob))
  const existing = [...here, ...elsewhere]
  if (existing.length === 0) return { kind: 'changed', lines: [...closed(files.lines), lineOf(wanted)] }
  if (onExisting === 'keep' || isServed(existing, wanted)) return { kind: 'present' }
  // Another file is not ours to write: with a line there, a replacement here would not do what it says.
  if (onExisting === 'ask' || elsewhere.length > 0) return { kind: 'differs', existing }
  return { kind: 'changed', lines: replaced(files.lines, wanted) }
}

/** Takes every line of a key away, also those that sshd would not have read. Every other byte stays. */
export function removeKey(
  lines: AuthorizedLine[],
  blob: string,
): { lines: AuthorizedLine[]; removed: AuthorizedKey[] } {
  const isOf = ({ key }: AuthorizedLine) => key?.blob === blob
  return {
    lines: lines.filter((line) => !isOf(line)),
    removed: lines.flatMap((line) => (line.key !== null && isOf(line) ? [line.key] : [])),
  }
}

/** sshd takes the first line that lets in: an open one must be the first, while a restriction must be on all of them. */
function isServed(existing: ExistingLine[], { options }: WantedLine): boolean {
  const same = (line: ExistingLine) => line.options === options
  return options === '' ? existing.slice(0, 1).some(same) : existing.every(same)
}

function existingIn({ path, lines }: Pick<KeyFiles, 'path' | 'lines'>, blob: string): ExistingLine[] {
  return lines.flatMap(({ key }, index) =>
    key?.blob === blob && !key.unread ? [{ path, line: index + 1, options: key.options }] : [],
  )
}

function replaced(lines: AuthorizedLine[], wanted: WantedLine): AuthorizedLine[] {
  const isOld = ({ key }: AuthorizedLine) => key?.blob === wanted.blob && !key.unread
  const first = lines.findIndex(isOld)
  const next = lineOf(wanted)
  return lines.flatMap((line, index) => (index === first ? [next] : isOld(line) ? [] : [line]))
}

/** Without its line feed the last line would swallow the next one into its comment. */
function closed(lines: AuthorizedLine[]): AuthorizedLine[] {
  const last = lines.at(-1)
  if (last === undefined || last.raw.endsWith('\n')) return lines
  return [...lines.slice(0, -1), { ...last, raw: `${last.raw}\n` }]
}

function lineOf({ blob, options, comment }: WantedLine): AuthorizedLine {
  const key = publicKeyLine(Buffer.from(blob, 'base64'), comment)
  const [line] = parseLines(Buffer.from(`${options}${options === '' ? '' : ' '}${key}\n`))
  if (line?.key?.blob !== blob || line.key.options !== options)
    throw new Error('The line would not be read as it was meant')
  return line
}

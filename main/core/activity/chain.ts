import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ActivityEntry, type ActivityVerdict } from '../../../contract/activity.js'

/*
 * The activity record is JSON Lines. Each line is an entry and `previous`: SHA-256, in hex, over the bytes of the line
 * before without its line feed (null in the first). So no line can be changed, removed or put in without breaking what
 * follows. The head, kept in another file, is number and hash of the last line: without it nobody could tell that the
 * record was cut short. Who can write both files can make all of it anew; a hash noted elsewhere shows that.
 */

const Line = ActivityEntry.extend({ previous: z.string().nullable() })

export const ChainEnd = z.strictObject({ seq: z.int().min(0), hash: z.string().nullable() })
/** The last line's number and hash; 0 and null before the first. */
export type ChainEnd = z.infer<typeof ChainEnd>

export const noLines: ChainEnd = { seq: 0, hash: null }

/** The line, without line feed, that follows `end`, and the end that it makes. */
export function nextLine(end: ChainEnd, event: Omit<ActivityEntry, 'seq'>): { line: string; end: ChainEnd } {
  const seq = end.seq + 1
  const line = JSON.stringify({ seq, ...event, previous: end.hash })
  return { line, end: { seq, hash: hashOf(line) } }
}

/** The entries of all lines that can be read, oldest first. */
export function entriesOf(text: string): ActivityEntry[] {
  return linesOf(text).flatMap((line) => {
    const read = readLine(line)
    if (read === null) return []
    const { previous: _link, ...entry } = read
    return [entry]
  })
}

/**
 * Where the next line goes on: after the last one, unless the head knows another one or more of them. Then it goes on
 * after the head, and what was changed or is missing stays visible for ever.
 */
export function endOf(text: string, head: ChainEnd | null): ChainEnd {
  const lines = linesOf(text)
  const last = lines.at(-1)
  const read = last === undefined ? null : readLine(last)
  const end = last === undefined || read === null ? noLines : { seq: read.seq, hash: hashOf(last) }
  return head !== null && head.seq >= end.seq ? head : end
}

/** Checks every link from the first line to the head. */
export function checkChain(text: string, head: ChainEnd | null): ActivityVerdict {
  const lines = linesOf(text)
  let end = noLines
  let since: string | null = null
  let headSeen = head === null || head.seq === 0
  for (const [index, line] of lines.entries()) {
    const broken = (at: number, problem: string): ActivityVerdict => {
      return { state: 'broken', line: at, sound: at - 1, problem }
    }
    const read = readLine(line)
    if (read === null) return broken(index + 1, 'This line is not an entry of the record.')
    if (read.seq > end.seq + 1) return broken(index + 1, missing(end.seq + 1, read.seq - 1))
    if (read.seq <= end.seq) return broken(index + 1, `Entry ${read.seq} is here a second time.`)
    if (read.previous !== end.hash && index === 0)
      return broken(1, 'The first entry names one before it, which is missing.')
    if (read.previous !== end.hash)
      return broken(index, `Entry ${read.seq} doesn't follow from it: one of the two was changed.`)
    end = { seq: read.seq, hash: hashOf(line) }
    since ??= read.at
    if (head?.seq === end.seq) {
      if (head.hash !== end.hash) return broken(index + 1, 'It was changed after it was written.')
      headSeen = true
    }
  }
  const after = { state: 'broken' as const, line: lines.length + 1, sound: lines.length }
  if (head === null && lines.length > 0)
    return {
      ...after,
      problem: 'The note of where the record ends is missing, so the last entries may be too.',
    }
  if (!headSeen && head !== null) return { ...after, problem: missing(end.seq + 1, head.seq) }
  return { state: 'sound', entries: lines.length, since, digest: end.hash }
}

function missing(from: number, to: number): string {
  return from === to ? `Entry ${from} is missing.` : `The entries ${from} to ${to} are missing.`
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1)
}

function readLine(line: string): z.infer<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(line))
  } catch (_notAnEntry) {
    return null
  }
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}

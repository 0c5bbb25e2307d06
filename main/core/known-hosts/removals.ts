import { randomUUID } from 'node:crypto'
import { LatchkeyError } from '../lib/error.js'
import type { Content, HostsFile } from './hosts-file.js'
import { withoutHost } from './known-hosts.js'
import { type KeyLine, type Line, splitLines } from './lines.js'

/** A line, and the names that leave it where it has others. */
export interface Removal {
  id: string
  names?: string[] | undefined
}

/** What became of a line: null where it is gone. */
interface Taken {
  index: number
  old: Line
  left: Line | null
}

interface Done {
  file: HostsFile
  before: string
  after: string
  taken: Taken[]
}

/** Enough for whoever undoes; each may hold a whole file. */
const MOST_REMEMBERED = 5

/** Takes lines out of files, and puts them back. */
export function createRemovals() {
  const done = new Map<string, Done[]>()

  /** How many lines it was: those that are not there any more are none. */
  async function takeFrom(file: HostsFile, removals: Removal[]): Promise<Done> {
    const wanted = new Map(removals.map((removal) => [removal.id, removal]))
    let taken: Taken[] = []
    const { before, after } = await file.rewrite((content) => {
      taken = content.keys.flatMap((line) => {
        const removal = wanted.get(line.id)
        return removal === undefined ? [] : [takenBy(line, removal)]
      })
      return without(content, taken)
    })
    return { file, before, after, taken }
  }

  return {
    takeFrom,
    /** For `undo`; answers the id. */
    remember(all: Done[]): string {
      const id = randomUUID()
      done.set(id, all)
      for (const old of [...done.keys()].slice(0, -MOST_REMEMBERED)) done.delete(old)
      return id
    },
    /** Throws `input-invalid` where it was undone already, or is too long ago. */
    async undo(id: string): Promise<void> {
      const all = done.get(id)
      if (all === undefined)
        throw new LatchkeyError('input-invalid', 'This removal can not be undone any more.', {
          advice: 'What ~/.ssh/known_hosts held before the last removal is beside it, as known_hosts.old.',
        })
      for (const one of all) await putBack(one)
      done.delete(id)
    },
  }
}

function takenBy(line: KeyLine, { names }: Removal): Taken {
  const after = (lines: Line[], name: string) => lines.flatMap((one) => withoutHost(one, name))
  const [left = null] = names === undefined ? [] : names.reduce(after, [line])
  return { index: line.index, old: line, left }
}

function without({ lines }: Content, taken: Taken[]): Line[] {
  const changed = new Map(taken.map(({ index, left }) => [index, left]))
  return lines.flatMap((line, index) => {
    const left = changed.get(index)
    return left === undefined ? [line] : left === null ? [] : [left]
  })
}

/** Where nothing else has changed, the file becomes what it was; else its lines come back near where they were. */
async function putBack({ file, before, after, taken }: Done): Promise<void> {
  await file.rewrite(({ text, lines }) => (text === after ? splitLines(before) : withLines(lines, taken)))
}

function withLines(lines: Line[], taken: Taken[]): Line[] {
  const next = [...lines]
  for (const { index, old, left } of taken) {
    const at = left === null ? -1 : next.findIndex(({ text }) => text === left.text)
    if (at >= 0) next[at] = old
    else if (next.every(({ text }) => text !== old.text)) next.splice(index, 0, { ...old, end: '\n' })
  }
  return next
}

import type { HostsSource } from '../../../contract/known-hosts.js'
import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { SharedTextFile, TextFile } from '../ports.js'
import { joinLines, type KeyLine, keyLines, type Line, splitLines } from './lines.js'

/** One known_hosts file, read anew for each question, so that what others write into it counts at once. */
export interface ReadHostsFile {
  source: HostsSource
  path: string
  read(): Promise<Content>
}

/** One that Latchkey may change. */
export interface HostsFile extends ReadHostsFile {
  /** Where its content before the last change is kept; null where it isn't. */
  backupPath: string | null
  /**
   * One change after the other, each on what the file says then; nothing is written where it changes nothing. Answers the
   * content after it. Throws what `change` throws, and then nothing is written.
   */
  rewrite(change: (content: Content) => Line[]): Promise<{ before: string; after: string }>
}

export interface Content {
  text: string
  lines: Line[]
  keys: KeyLine[]
}

/** Latchkey's own. */
export function ownHostsFile(file: TextFile): HostsFile {
  const inTurn = oneAtATime()
  const parse = parser('latchkey')
  return {
    source: 'latchkey',
    path: told`known_hosts in the profile folder`,
    backupPath: null,
    read: () => inTurn(async () => parse(await file.read())),
    rewrite: (change) =>
      inTurn(async () => {
        const content = parse(await file.read())
        const after = joinLines(change(content))
        if (after !== content.text) await file.write(after)
        return { before: content.text, after }
      }),
  }
}

const MOST_TRIES = 5

/** The user's own: other programs write to it at any time, so a change is made again on what they wrote. */
export function userHostsFile(file: SharedTextFile): HostsFile {
  const inTurn = oneAtATime()
  const parse = parser('user')
  return {
    source: 'user',
    path: file.path,
    backupPath: file.backupPath,
    read: () => inTurn(async () => parse(await file.read())),
    rewrite: (change) =>
      inTurn(async () => {
        for (let tries = 0; tries < MOST_TRIES; tries++) {
          const content = parse(await file.read())
          const after = joinLines(change(content))
          if (after === content.text || (await file.replace(content.text, after)))
            return { before: content.text, after }
        }
        throw alwaysChanging(file.path)
      }),
  }
}

/** The one of all users: an administrator's, so it is only read. */
export function systemHostsFile(file: Pick<SharedTextFile, 'path' | 'read'>): ReadHostsFile {
  const parse = parser('system')
  return { source: 'system', path: file.path, read: async () => parse(await file.read()) }
}

/** The lines of the newest text are kept: the same file is asked about again and again. */
function parser(source: HostsSource): (text: string) => Content {
  let last: Content | null = null
  return (text) => {
    if (last?.text !== text) {
      const lines = splitLines(text)
      last = { text, lines, keys: keyLines(source, lines) }
    }
    return last
  }
}

function alwaysChanging(path: string): LatchkeyError {
  return new LatchkeyError('file-unwritable', `${path} is being changed by another program.`, {
    advice: 'Try again when that program is done. Nothing was changed.',
    retryable: true,
  })
}

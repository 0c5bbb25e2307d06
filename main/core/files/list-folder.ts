import { shownName } from '../../../contract/file-names.js'
import type { FileEntry, FolderPage } from '../../../contract/files.js'
import { atMost } from '../lib/at-most.js'
import { LatchkeyError } from '../lib/error.js'
import { doing } from './doing.js'
import { entryOf, kindOf } from './entries.js'
import { saying } from './file-errors.js'
import { isFileName, nameOfBytes } from './name-bytes.js'
import { pathInside } from './paths.js'
import type { Named, Sftp } from './sftp/sftp.js'

const PAGE = 1000
/** A listing that never ends must not fill the memory. */
const MOST_ENTRIES = 1_000_000
/** Requests for one folder under way together: a round trip each would be long where the network is. */
const AHEAD = 8

/**
 * All names of a folder, those left out that no file can have. Throws for one without an end: what counts, deletes or copies
 * must not stop in the middle as if that were all.
 */
export async function* allNamesIn(
  sftp: Sftp,
  folder: Uint8Array,
  most = MOST_ENTRIES,
): AsyncGenerator<Named> {
  let count = 0
  for await (const { names, told } of namesIn(sftp, folder)) {
    count += told
    if (count > most) throw endless(folder, most)
    yield* names
  }
}

function endless(folder: Uint8Array, most: number): LatchkeyError {
  const shown = shownName(nameOfBytes(folder))
  return new LatchkeyError('remote-failed', `${shown} has more than ${most.toLocaleString('en')} entries.`, {
    advice: 'Nothing is done with so many together: use the terminal.',
  })
}

/** The names of a folder as the server gives them, those left out that no file can have. Ends with what it was asked for. */
export async function* namesIn(
  sftp: Sftp,
  folder: Uint8Array,
): AsyncGenerator<{ names: Named[]; refused: number; told: number }> {
  const handle = await sftp.opendir(folder)
  const asked = new Set<Promise<Named[] | null>>()
  const ask = () => {
    const answer = sftp.readdir(handle)
    answer.catch(() => undefined) // it is waited for below, or nobody needs it
    asked.add(answer)
  }
  try {
    for (let n = 0; n < AHEAD; n++) ask()
    for (const answer of asked) {
      const names = await answer
      asked.delete(answer)
      if (names === null || names.length === 0) break
      ask()
      const possible = names.filter(({ name }) => isFileName(name))
      const refused = names.filter(({ name }) => !isFileName(name) && !isDots(name)).length
      yield { names: possible, refused, told: names.length }
    }
  } finally {
    await Promise.allSettled(asked)
    await sftp.close(handle).catch(() => undefined) // the channel is over, or the server forgot it
  }
}

const isDots = (name: Buffer) => ['.', '..'].includes(name.toString('latin1'))

/** A folder in pages, each link with what it leads to; `most` entries at the most, or a few more. Throws what opening and reading it throw, in words. */
export async function* listFolder(
  sftp: Sftp,
  folder: Uint8Array,
  most = MOST_ENTRIES,
): AsyncGenerator<FolderPage, undefined> {
  const shown = shownName(nameOfBytes(folder))
  const what = doing.list(shown)
  const real = await saying(what, sftp.realpath(folder))
  const path = nameOfBytes(real)
  const inTurn = atMost(32)
  let refused = 0
  let count = 0
  let entries: FileEntry[] = []
  const page = (complete: boolean, cut = false): FolderPage => ({ path, entries, complete, refused, cut })

  const names = namesIn(sftp, real)
  try {
    for (;;) {
      const next = await saying(what, names.next()).catch(async (error) => {
        throw (await isNoFolder(sftp, real)) ? notFolder(shown, error) : error
      })
      if (next.done) return void (yield page(true))
      refused += next.value.refused
      count += next.value.told
      const found = next.value.names.map(({ name, attributes }) =>
        inTurn(() => whole(sftp, real, name, attributes)),
      )
      entries.push(...(await saying(what, Promise.all(found))))
      if (count > most) return void (yield page(true, true))
      while (entries.length >= PAGE) {
        const rest = entries.splice(PAGE)
        yield page(false)
        entries = rest
      }
    }
  } finally {
    await names.return(undefined)
  }
}

/** For a file that is listed, a server says that it is not there. */
async function isNoFolder(sftp: Sftp, path: Uint8Array): Promise<boolean> {
  const there = await sftp.stat(path).catch(() => null)
  return there !== null && ![null, 'folder'].includes(kindOf(there))
}

function notFolder(shown: string, cause: unknown): LatchkeyError {
  return new LatchkeyError('remote-not-folder', `${shown} is no folder.`, {
    advice: 'Open the folder that it is in.',
    cause,
  })
}

async function whole(
  sftp: Sftp,
  folder: Buffer,
  name: Buffer,
  attributes: Named['attributes'],
): Promise<FileEntry> {
  const entry = entryOf(name, attributes)
  if (entry.kind !== 'link') return entry
  const target = await sftp.stat(pathInside(folder, name)).catch(() => null) // it leads nowhere, or round in circles
  return { ...entry, leadsTo: target === null ? null : (kindOf(target) ?? 'file') }
}

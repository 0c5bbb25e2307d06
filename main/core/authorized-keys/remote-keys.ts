import { posix } from 'node:path'
import { told } from '../../../contract/words/say.js'
import { isLatchkeyError, type LatchkeyError } from '../lib/error.js'
import { changedMeanwhile, elsewhere, lockedByOther, shown, writeRefused } from './file-errors.js'
import { type Account, type Door, findKeyFiles, type Where } from './key-files.js'
import { type AuthorizedLine, parseLines } from './lines.js'
import { write } from './programs.js'
import { type FoundFile, type FoundFiles, readFiles } from './read-file.js'
import { requireWritable } from './require-writable.js'
import { type RemoteShell, runProgram } from './run-program.js'

/** A file that lets keys in, as it was read. */
export interface RemoteFile {
  /** As sshd or the default names it, as Latin-1. */
  path: string
  /** Without symlinks, as Latin-1. */
  target: string
  /** Byte for byte; null where there is no file. */
  content: Buffer | null
  lines: AuthorizedLine[]
  /** Why it may not be written; null where it may. */
  refusal: LatchkeyError | null
}

/** An account's authorized_keys on a server, as it was read. */
export interface RemoteKeys extends RemoteFile {
  /** Whose it is. */
  account: string
  /** The files that sshd reads beside it, where they are there and could be read. */
  others: RemoteFile[]
  /** Where the paths are from, for people. */
  source: Where['source']
  /** What may keep sshd from reading it, as sentences. */
  warnings: string[]
}

export interface ReadOrder extends Account {
  /** Base64 of the blob of the key that the login was made with; null for a password. The file that has it is the right one. */
  loginBlob: string | null
}

/**
 * Finds an account's authorized_keys and reads it, with those that are read beside it. Changes nothing. Answers the shell
 * to write with too. Throws `authorized-keys-elsewhere`, `authorized-keys-unreadable`, `ssh-no-shell`, `sudo-refused`.
 */
export async function readAllKeys(
  door: Door,
  order: ReadOrder,
): Promise<{ keys: RemoteKeys; shell: RemoteShell }> {
  const where = await findKeyFiles(door, order)
  const shell = { ...door, become: where.become }
  const found = await readFiles(shell, where.home, where.paths)
  const parsed = found.files.map((file) => ({ file, lines: parseLines(file.content) }))
  const ownBlob = order.account === null ? order.loginBlob : null
  const holds = ({ lines }: { lines: AuthorizedLine[] }) =>
    ownBlob !== null && lines.some(({ key }) => key?.blob === ownBlob)
  // Files that an admin keeps for all accounts are not the account's to write.
  const own = parsed.filter(({ file }) => found.uid === '0' || file.path.startsWith(`${where.home}/`))
  const guessed = where.source === 'default' ? own.find(holds) : undefined
  const chosen = guessed ?? own.find(({ file }) => file.state !== 'absent') ?? own[0] ?? parsed[0]
  if (chosen === undefined) throw elsewhere(door.place, 'authorized_keys', told`is not read by its sshd`)
  const toRemote = ({ file, lines }: typeof chosen) => ({
    path: file.path,
    target: file.real ?? file.path,
    content: file.state === 'file' ? file.content : null,
    lines,
    refusal: refusalOf(file, found, door.place),
  })
  const others = parsed.filter((one) => one !== chosen && one.file.real !== chosen.file.real)
  const keys: RemoteKeys = {
    ...toRemote(chosen),
    account: where.account,
    source: where.source,
    others: others.filter(({ file }) => file.state === 'file').map(toRemote),
    warnings: [
      ...looseRights(chosen.file, door.place),
      ...where.unknown,
      ...others.flatMap(({ file }) => unreadable(file, door.place)),
      ...(ownBlob === null || parsed.some(holds) ? [] : [unseen(door.place)]),
    ],
  }
  return { keys, shell }
}

/**
 * Puts `next` in the place of what was read (null: no file), whole or not at all, and reads it again. Throws
 * `authorized-keys-changed` where somebody else was faster, and the reasons for which a server does not write.
 */
export async function writeRemoteKeys<File extends RemoteFile>(
  shell: RemoteShell,
  file: File,
  next: Buffer | null,
): Promise<File> {
  const before = file.content ?? Buffer.alloc(0)
  const after = next ?? Buffer.alloc(0)
  const said = await runProgram(shell, write(before, after), {
    target: file.target,
    had: file.content === null ? '' : '1',
    has: next === null ? '' : '1',
    had_bytes: String(before.length),
    has_bytes: String(after.length),
  })
  const stopped = said.facts.find(({ name }) => name === 'stop')?.value
  if (stopped === 'changed') throw changedMeanwhile(shell.place, file.path)
  if (stopped === 'locked') throw lockedByOther(shell.place, file.path)
  if (stopped !== undefined) throw writeRefused(shell.place, file.path, said.complaint)
  const now = await contentNow(shell, file)
  if (!sameContent(now, next)) throw changedMeanwhile(shell.place, file.path)
  return { ...file, content: now, lines: parseLines(now ?? Buffer.alloc(0)) }
}

/** What stands in the file now; null where there is none. */
export async function contentNow(
  shell: RemoteShell,
  { target }: Pick<RemoteFile, 'target'>,
): Promise<Buffer | null> {
  const { files } = await readFiles(shell, '/', [target])
  return files[0]?.state === 'file' ? files[0].content : null
}

/** Whether two contents are the same, byte for byte; null is no file. */
export function sameContent(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other)
}

function refusalOf(file: FoundFile, found: FoundFiles, place: string): LatchkeyError | null {
  try {
    requireWritable(file, found, place)
    return null
  } catch (error) {
    if (isLatchkeyError(error)) return error
    throw error
  }
}

/** sshd's StrictModes; some distributions forgive the group where it is the user's own. */
function looseRights({ path, rights, folder }: FoundFile, place: string): string[] {
  const isLoose = (mode: string | undefined) => mode !== undefined && (mode[5] === 'w' || mode[8] === 'w')
  if (!isLoose(rights?.mode) && !isLoose(folder?.mode)) return []
  const name = posix.basename(shown(path))
  return [
    `${name} on ${place} or its folder can be written by others, for which sshd may refuse all keys in it.`,
  ]
}

function unreadable({ path, state }: FoundFile, place: string): string[] {
  return state === 'unreadable' ? [`${shown(path)} on ${place} is read by sshd too, but can't be seen.`] : []
}

const unseen = (place: string) =>
  `${place} let the login's key in from another place than its authorized_keys, so it may not read that file.`

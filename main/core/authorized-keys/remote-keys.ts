import { posix } from 'node:path'
import { LatchkeyError } from '../lib/error.js'
import type { KeyFiles } from './edit.js'
import { changedMeanwhile, elsewhere, lockedByOther, shown, writeRefused } from './file-errors.js'
import { type AuthorizedLine, parseLines } from './lines.js'
import { WHERE, write } from './programs.js'
import { type FoundFile, readFiles } from './read-file.js'
import { requireWritable } from './require-writable.js'
import { type Become, type RemoteShell, runProgram } from './run-program.js'

/** An account's authorized_keys on a server, as it was read. */
export interface RemoteKeys extends KeyFiles {
  /** Whose it is. */
  account: string
  /** The file that is edited, without symlinks, as Latin-1. */
  target: string
  /** Its content, byte for byte; null where there is no file. */
  content: Buffer | null
  /** Where that path is from, for people. */
  source: 'sshd' | 'default'
  /** What may keep sshd from reading it, as sentences. */
  warnings: string[]
}

export interface ReadOrder {
  /** Whose file; null: the one's who logged in. */
  account: string | null
  /** Base64 of the blob of the key that the login was made with; null for a password. The file that has it is the right one. */
  loginBlob: string | null
  /** The password for sudo, where another account's file needs one. */
  sudoPassword: Uint8Array | null
}

export type Door = Omit<RemoteShell, 'become'>

/**
 * Finds an account's authorized_keys and reads it. Changes nothing. Answers the shell to write with too. Throws
 * `authorized-keys-…`, `ssh-no-shell`, `sudo-refused`.
 */
export async function readRemoteKeys(
  door: Door,
  order: ReadOrder,
): Promise<{ keys: RemoteKeys; shell: RemoteShell }> {
  const where = await findOut(door, order)
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
  if (chosen === undefined) throw elsewhere(door.place, 'authorized_keys', 'is not read by its sshd')
  requireWritable(chosen.file, found, door.place)
  const { account, source } = where
  const others = parsed.filter((one) => one !== chosen && one.file.real !== chosen.file.real)
  const keys: RemoteKeys = {
    account,
    source,
    path: chosen.file.path,
    target: chosen.file.real ?? chosen.file.path,
    content: chosen.file.state === 'absent' ? null : chosen.file.content,
    lines: chosen.lines,
    others: others.map(({ file, lines }) => ({ path: file.path, lines })),
    warnings: [
      ...looseRights(chosen.file, door.place),
      ...(ownBlob === null || parsed.some(holds) ? [] : [unseen(door.place)]),
    ],
  }
  return { keys, shell }
}

/**
 * Puts `next` in the place of what was read (null: no file), whole or not at all, and reads it again. Throws
 * `authorized-keys-changed` where somebody else was faster, and the reasons for which a server does not write.
 */
export async function writeRemoteKeys(
  shell: RemoteShell,
  keys: RemoteKeys,
  next: Buffer | null,
): Promise<RemoteKeys> {
  const before = keys.content ?? Buffer.alloc(0)
  const after = next ?? Buffer.alloc(0)
  const said = await runProgram(shell, write(before, after), {
    target: keys.target,
    had: keys.content === null ? '' : '1',
    has: next === null ? '' : '1',
    had_bytes: String(before.length),
    has_bytes: String(after.length),
  })
  const stopped = said.facts.find(({ name }) => name === 'stop')?.value
  if (stopped === 'changed') throw changedMeanwhile(shell.place, keys.path)
  if (stopped === 'locked') throw lockedByOther(shell.place, keys.path)
  if (stopped !== undefined) throw writeRefused(shell.place, keys.path, said.complaint)
  return checked(shell, keys, next)
}

async function checked(shell: RemoteShell, keys: RemoteKeys, next: Buffer | null): Promise<RemoteKeys> {
  const { files } = await readFiles(shell, '/', [keys.target])
  const content = files[0]?.state === 'file' ? files[0].content : null
  const same = content === null || next === null ? content === next : content.equals(next)
  if (!same) throw changedMeanwhile(shell.place, keys.path)
  return { ...keys, content, lines: parseLines(content ?? Buffer.alloc(0)) }
}

interface Where {
  account: string
  home: string
  /** Absolute, or from the home. */
  paths: string[]
  source: RemoteKeys['source']
  become: Become
}

/** Asks the server who we are there, whose file it is, and where its sshd looks for it. */
async function findOut(door: Door, { account, sudoPassword }: ReadOrder): Promise<Where> {
  const self = { ...door, become: { how: 'self' } as const }
  const { facts } = await runProgram(self, WHERE, { account: account ?? '' })
  const fact = (name: string) => facts.find((known) => known.name === name)?.value ?? ''
  const [me, user, home] = [fact('me'), fact('account'), fact('home')]
  if (!home.startsWith('/') || fact('account-uid') === '') throw noAccount(door.place, shown(user))
  const patterns = fact('authorizedkeysfile')
  const isRoot = fact('uid') === '0'
  const become: Become =
    user === me
      ? { how: 'self' }
      : isRoot
        ? { how: 'su', user }
        : { how: 'sudo', user, password: sudoPassword }
  const told =
    patterns === '' || isDropbear(door) ? null : expand(patterns, { user, home, uid: fact('account-uid') })
  return {
    account: user,
    home,
    become,
    source: told === null ? 'default' : 'sshd',
    paths: told ?? defaultPaths(door, user),
  }
}

/** sshd_config(5), AuthorizedKeysFile and TOKENS. */
function expand(
  patterns: string,
  { user, home, uid }: { user: string; home: string; uid: string },
): string[] {
  const tokens: Record<string, string> = { '%': '%', h: home, u: user, U: uid }
  const words = (patterns.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ''))
  return words
    .filter((word) => word !== 'none')
    .map((word) => word.replace(/%([%huU])/g, (_all, token: string) => tokens[token] ?? ''))
}

/** Dropbear of OpenWrt has root's keys in /etc/dropbear; everywhere else they are where OpenSSH looks by default. */
function defaultPaths(door: Door, user: string): string[] {
  if (!isDropbear(door)) return ['.ssh/authorized_keys', '.ssh/authorized_keys2']
  return [...(user === 'root' ? ['/etc/dropbear/authorized_keys'] : []), '.ssh/authorized_keys']
}

const isDropbear = ({ connection }: Door) => /dropbear/i.test(connection.software ?? '')

/** sshd's StrictModes; some distributions forgive the group where it is the user's own. */
function looseRights({ path, rights, folder }: FoundFile, place: string): string[] {
  const isLoose = (mode: string | undefined) => mode !== undefined && (mode[5] === 'w' || mode[8] === 'w')
  if (!isLoose(rights?.mode) && !isLoose(folder?.mode)) return []
  const name = posix.basename(shown(path))
  return [
    `${name} on ${place} or its folder can be written by others, for which sshd may refuse all keys in it.`,
  ]
}

const unseen = (place: string) =>
  `${place} let the login's key in from another place than its authorized_keys, so it may not read that file.`

function noAccount(place: string, user: string): LatchkeyError {
  return new LatchkeyError('authorized-keys-elsewhere', `${place} has no account ${user} with a home.`, {
    advice: 'Check the user name.',
  })
}

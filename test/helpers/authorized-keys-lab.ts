import { existsSync, symlinkSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addKey } from '../../main/core/authorized-keys/edit.js'
import type { Door } from '../../main/core/authorized-keys/key-files.js'
import { formatLines } from '../../main/core/authorized-keys/lines.js'
import {
  type ReadOrder,
  type RemoteKeys,
  readAllKeys,
  writeRemoteKeys,
} from '../../main/core/authorized-keys/remote-keys.js'
import type { RemoteShell } from '../../main/core/authorized-keys/run-program.js'
import { isLatchkeyError, type LatchkeyError } from '../../main/core/lib/error.js'
import type { SshConnection } from '../../main/core/sessions/ssh.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { runOk } from './processes.js'
import { addUser, type TestUser, type UserParts } from './ssh-users.js'
import { type Sshd, startSshd } from './sshd.js'
import { systemClock } from './system-clock.js'
import { type TestSigner, testSigner } from './test-signer.js'

const programs = { dash: '/bin/dash', bash: '/bin/bash', busybox: '/bin/busybox' }
export const shellKinds = ['dash', 'bash', 'busybox'] as const
export type ShellKind = (typeof shellKinds)[number]

/** Skips the test where the shell is not installed; in CI it must be. */
export function requireShell(kind: ShellKind, { skip }: { skip: (note: string) => void }): void {
  if (!existsSync(programs[kind]) && !process.env.CI) skip(`${programs[kind]} is not installed`)
}

/** Folders to put before PATH, in each of which `sh` is one of the shells; with busybox every other tool is busybox's too. */
export async function shellFolders(dir: string): Promise<Record<ShellKind, string>> {
  await chmod(dir, 0o755)
  const folders = { dash: join(dir, 'dash'), bash: join(dir, 'bash'), busybox: join(dir, 'busybox') }
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { mode: 0o755 })))
  symlinkSync(programs.dash, join(folders.dash, 'sh'))
  symlinkSync(programs.bash, join(folders.bash, 'sh'))
  if (existsSync(programs.busybox)) await runOk(programs.busybox, ['--install', '-s', folders.busybox])
  return folders
}

export interface KeysLab {
  sshd: Sshd
  /** The key that every account lets in, whatever its own file says. */
  entry: TestSigner
  /** A user of each shell. */
  users: Record<ShellKind, TestUser>
  /** More users, gone with the lab. */
  add(parts?: UserParts): Promise<TestUser>
  /** Logs in, with the entry key unless told. */
  door(user: { name: string }, signer?: TestSigner): Promise<Door & { connection: SshConnection }>
  /** Puts a key into the account's file over SSH. */
  authorize(
    user: { name: string },
    signer: TestSigner,
    order?: Partial<ReadOrder>,
  ): Promise<{ before: RemoteKeys; after: RemoteKeys; shell: RemoteShell }>
  /** Whether the key lets in as this user. */
  opens(user: { name: string }, signer: TestSigner): Promise<boolean>
  /** A file that sshd_config includes; sshd has read it when it started. */
  settings: string
  /** What AuthorizedKeysCommand tells for every account, where the lab has one. */
  offer(lines: string): Promise<void>
  stop(): Promise<void>
}

interface LabParts {
  /** AuthorizedKeysFile; the lab adds one of its own. */
  files?: string
  /** AuthorizedKeysFile stands in an included file. */
  included?: boolean
  /** With an AuthorizedKeysCommand. */
  offered?: boolean
}

/** A strict sshd of root with users, as Debian sets it up. */
export async function keysLab({
  files = '.ssh/authorized_keys',
  included,
  offered,
}: LabParts = {}): Promise<KeysLab> {
  // Not under /tmp: sshd trusts no file of root's where others may write a folder above it.
  const dir = await mkdtemp('/run/latchkey-keys-')
  const folders = await shellFolders(dir)
  const entry = testSigner('ed25519', 'entry')
  await writeFile(join(dir, 'entry_keys'), `${entry.publicLine}\n`)
  const made: TestUser[] = []
  const add = async (parts?: UserParts) => {
    const user = await addUser(parts)
    made.push(user)
    return user
  }
  const users = { dash: await add(), bash: await add({ shell: '/bin/bash' }), busybox: await add() }
  const matches = shellKinds.map(
    (kind) => `Match User ${users[kind].name}\n  SetEnv PATH=${folders[kind]}:/usr/bin:/bin\n`,
  )
  const settings = join(dir, 'users.conf')
  const keyFiles = `AuthorizedKeysFile ${files} ${dir}/entry_keys`
  await writeFile(settings, [...(included ? [`${keyFiles}\n`] : []), ...matches].join(''))
  const sshd = await startSshd({
    dir,
    authorizedKeys: [],
    authorizedKeysPath: join(dir, 'unused'),
    config: [
      ...(included ? [] : [keyFiles]),
      ...(offered
        ? [`AuthorizedKeysCommand /usr/bin/cat ${dir}/offered`, 'AuthorizedKeysCommandUser root']
        : []),
      'StrictModes yes',
      'PasswordAuthentication yes',
      `Include ${settings}`,
    ],
  })
  const ssh = latchkeySsh()
  const door: KeysLab['door'] = async ({ name }, signer = entry) => ({
    connection: await ssh.login({ ...sshd, user: name }, signer.again()),
    place: `${name}@web-1`,
    clock: systemClock,
    signal: new AbortController().signal,
  })
  return {
    sshd,
    entry,
    users,
    add,
    settings,
    door,
    async authorize(user, signer, order = {}) {
      const way = await door(user)
      try {
        return await authorizeOver(way, signer, order)
      } finally {
        way.connection.end()
      }
    },
    opens: ({ name }, signer) =>
      ssh.login({ ...sshd, user: name }, signer.again()).then(
        (connection) => {
          connection.end()
          return true
        },
        (error: unknown) => {
          if (isLatchkeyError(error, 'ssh-auth-refused')) return false
          throw error
        },
      ),
    offer: (lines) => writeFile(join(dir, 'offered'), lines),
    async stop() {
      await sshd.stop()
      for (const user of made) await user.remove()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** The login's own account, with nothing known. */
export const plainOrder: ReadOrder = { account: null, loginBlob: null, sudoPassword: null }

/** Reads what a key is to be put into. Throws also where it may not be written. */
export async function readRemoteKeys(door: Door, order: ReadOrder) {
  const found = await readAllKeys(door, order)
  if (found.keys.refusal !== null) throw found.keys.refusal
  return found
}

/** Puts a key into a file over an open connection. */
export async function authorizeOver(door: Door, signer: TestSigner, order: Partial<ReadOrder> = {}) {
  const { keys: before, shell } = await readRemoteKeys(door, { ...plainOrder, ...order })
  const addition = addKey(before, { blob: blobOf(signer), options: '', comment: 'fresh' })
  if (addition.kind !== 'changed') throw new Error(`The addition is ${addition.kind}`)
  return { before, after: await writeRemoteKeys(shell, before, formatLines(addition.lines)), shell }
}

export const blobOf = ({ publicBlob }: Pick<TestSigner, 'publicBlob'>) =>
  Buffer.from(publicBlob).toString('base64')

/** The LatchkeyError that the work ends with. */
export async function refusalOf(work: Promise<unknown>): Promise<LatchkeyError> {
  const error = await work.then(
    () => new Error('It succeeded'),
    (reason: unknown) => reason,
  )
  if (isLatchkeyError(error)) return error
  throw error
}

/** Every name beside a file, and what is in the file; null where it is not there. */
export async function around(file: string) {
  const names = (await readdir(dirname(file)).catch(() => [])).sort()
  return { names, content: await readFile(file, 'latin1').catch(() => null) }
}

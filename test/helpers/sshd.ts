import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort, sshBanner } from './ports.js'
import { hasEnded, killDescendants, killTree, run, runOk, spawnServer, until } from './processes.js'

const SSHD = '/usr/sbin/sshd'

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa'

export interface SshdOptions {
  /** An existing folder for its config, host keys and authorized_keys. */
  dir: string
  /** Lines of authorized_keys. */
  authorizedKeys: string[]
  /** Where authorized_keys lies; by default in `dir`. Kept as it is if `authorizedKeys` is empty and it exists. */
  authorizedKeysPath?: string
  /** More lines of sshd_config. They come first, so they win over the fixture's own (sshd takes the first value). */
  config?: string[]
  /** By default Ed25519 only. */
  hostKeys?: HostKeyType[]
  /** By default a free one. */
  port?: number
  /** An address of this computer; by default 127.0.0.1. */
  host?: string
  /** The program that is to run it, with its arguments: in a network of its own, `port` is to be said. */
  within?: [string, ...string[]]
}

export interface Sshd {
  host: string
  port: number
  /** The one who may log in: the user that runs the test. */
  user: string
  authorizedKeysPath: string
  /** `SHA256:…` of each host key, in the order of `hostKeys`. */
  hostKeyFingerprints: string[]
  /** The public host keys, as `ssh-ed25519 AAAA…` without comment. */
  hostKeys: string[]
  /** What sshd wrote so far (LogLevel DEBUG1, of which a line shows up in the terminals of sessions too). */
  log(): string
  /** Replaces the content of authorized_keys. */
  authorize(lines: string[]): Promise<void>
  /** Ends every session, and everything that runs in one. */
  hangUp(): void
  /** Ends the listener and every session. */
  stop(): Promise<void>
  /** Starts again on the same port; with `newHostKeys` as another machine would. */
  restart(options?: { newHostKeys?: boolean }): Promise<void>
}

/** Whether a real sshd can be started here. Its processes are followed through /proc, so only on Linux. */
export const sshdInstalled = process.platform === 'linux' && existsSync(SSHD)

/**
 * Whether its sessions can have a terminal. An sshd of an ordinary user can't give the pty to the group tty, so devpts
 * must do that by itself (`gid=`), as it does on Debian but not in every container.
 */
export function sshdServesTerminals(): boolean {
  if (!sshdInstalled || process.getuid?.() === 0) return sshdInstalled
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
  return mounts.some((line) => / \/dev\/pts devpts .*\bgid=/.test(line))
}

/** Starts a real OpenSSH server and resolves when it answers with its banner. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  makePrivilegeSeparationFolder()
  const { dir, hostKeys: types = ['ed25519'], authorizedKeysPath = join(dir, 'authorized_keys') } = options
  const { host = '127.0.0.1', within } = options
  await mkdir(dirname(authorizedKeysPath), { recursive: true })
  const authorize = (lines: string[]) =>
    writeFile(authorizedKeysPath, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 })
  if (options.authorizedKeys.length > 0 || !existsSync(authorizedKeysPath))
    await authorize(options.authorizedKeys)
  await Promise.all(types.map((type) => makeHostKey(dir, type)))

  const port = options.port ?? (await freePort())
  const config = join(dir, 'sshd_config')
  await writeFile(config, (await configLines(options, types, authorizedKeysPath, { host, port })).join('\n'))

  let log = ''
  const write = (text: string) => {
    log += text
  }
  let child = await listen(config, { host, port, within }, write)
  const sshd: Sshd = {
    host,
    port,
    user: userInfo().username,
    authorizedKeysPath,
    ...(await readHostKeys(dir, types)),
    log: () => log,
    authorize,
    hangUp: () => child.pid !== undefined && killDescendants(child.pid),
    stop: () => killTree(child),
    async restart({ newHostKeys = false } = {}) {
      await killTree(child)
      if (newHostKeys) {
        await Promise.all(types.map((type) => makeHostKey(dir, type, true)))
        Object.assign(sshd, await readHostKeys(dir, types))
      }
      child = await listen(config, { host, port, within }, write)
    },
  }
  return sshd
}

interface Place {
  host: string
  port: number
}

async function listen(
  config: string,
  { host, port, within }: Place & { within: SshdOptions['within'] },
  write: (text: string) => void,
): Promise<ChildProcess> {
  const [program, ...args] = [...(within ?? []), SSHD, '-D', '-e', '-f', config] as [string, ...string[]]
  const child = spawnServer(program, args)
  let own = ''
  child.stderr.on('data', (chunk: Buffer) => {
    own += chunk.toString('utf8')
    write(chunk.toString('utf8'))
  })
  child.on('error', (error) => write(`${error.message}\n`))
  try {
    await until('sshd answers', async () => {
      if (hasEnded(child)) throw new Error(`sshd ended at once:\n${own}`)
      // What has a network of its own can't be asked from here.
      return within
        ? own.includes(`Server listening on ${host} port ${port}.`)
        : sshBanner(port, undefined, host)
    })
  } catch (error) {
    await killTree(child)
    throw error
  }
  return child
}

async function configLines(
  options: SshdOptions,
  types: HostKeyType[],
  authorizedKeysPath: string,
  { host, port }: Place,
) {
  return [
    ...(options.config ?? []),
    `Port ${port}`,
    `ListenAddress ${host}`,
    ...types.map((type) => `HostKey "${hostKeyPath(options.dir, type)}"`),
    `AuthorizedKeysFile "${authorizedKeysPath}"`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin yes',
    'PrintMotd no',
    'PrintLastLog no',
    'UseDNS no',
    'MaxStartups 200',
    'MaxSessions 200',
    'LogLevel DEBUG1',
    // From 9.8 on, a few refused logins shut 127.0.0.1 out for a while.
    ...((await version()) >= 9.8 ? ['PerSourcePenalties no'] : []),
    ...(options.config?.some((line) => line.startsWith('Subsystem')) ? [] : ['Subsystem sftp internal-sftp']),
    ...(await emptyHome(options)),
    '',
  ]
}

/**
 * What the start-up files of the real user do costs time at each login, and goes wrong where a test cuts one off: a lock
 * that pyenv leaves then holds every later shell up for a minute.
 */
async function emptyHome({ dir, config = [] }: SshdOptions): Promise<string[]> {
  if (config.some((line) => line.includes('SetEnv'))) return []
  const home = join(dir, 'home')
  await mkdir(home, { recursive: true })
  return [`Match User ${userInfo().username}`, `  SetEnv HOME="${home}"`]
}

async function version(): Promise<number> {
  const { stdout, stderr } = await run(SSHD, ['-V']) // older ones answer with their usage, which names it too
  return Number(/OpenSSH_(\d+\.\d+)/.exec(stdout + stderr)?.[1] ?? 0)
}

async function makeHostKey(dir: string, type: HostKeyType, fresh = false): Promise<void> {
  const path = hostKeyPath(dir, type)
  if (fresh) await Promise.all([rm(path, { force: true }), rm(`${path}.pub`, { force: true })])
  if (existsSync(path)) return
  await runOk('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...(type === 'rsa' ? ['-b', '2048'] : []),
    '-N',
    '',
    '-C',
    '',
    '-f',
    path,
  ])
}

async function readHostKeys(dir: string, types: HostKeyType[]) {
  const lines = await Promise.all(types.map((type) => readFile(`${hostKeyPath(dir, type)}.pub`, 'utf8')))
  return { hostKeys: lines.map((line) => line.trim()), hostKeyFingerprints: lines.map(fingerprint) }
}

/** `SHA256:…` of an authorized_keys line without options, as `ssh-keygen -l` shows it. */
export function fingerprint(line: string): string {
  const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

const hostKeyPath = (dir: string, type: HostKeyType) => join(dir, `host_${type}`)

/** sshd as root won't start without it, and another sshd's clean-up may have removed it. */
function makePrivilegeSeparationFolder() {
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
}

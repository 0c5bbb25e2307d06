import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const MOST_STARTS = 3

export type KeyringState = 'unlocked' | 'locked' | 'no-collection' | 'no-service' | 'no-bus'

/** A real gnome-keyring-daemon on a message bus of its own, with a home of its own. */
export interface Keyring {
  /** For a process that is to use it. Nothing of the real session is in it. */
  env: NodeJS.ProcessEnv
  home: string
  /** Ends the daemon and starts it anew over the same files. */
  restart(state: 'unlocked' | 'locked'): Promise<void>
  /** Ends the daemon and starts one over an empty keyring; the files of the first stay, and `restart` goes back to them. */
  replaceByEmpty(): Promise<void>
  /** Ends the daemon and starts one, unlocked, over what `<folder>/keyring` holds; an empty one if there is nothing. */
  over(folder: string): Promise<void>
  /** Ends the daemon; `restart` starts the next. */
  stop(): Promise<void>
  lock(): Promise<void>
  /** Stops the daemon without ending it: it answers nothing until `resume`. */
  suspend(): void
  resume(): void
  close(): Promise<void>
}

/** Why no keyring can be started here; undefined where it can. In CI that is never a reason to skip. */
export function keyringMissing(): string | undefined {
  const wanted = ['/usr/bin/dbus-daemon', '/usr/bin/dbus-send', '/usr/bin/gnome-keyring-daemon']
  const missing = wanted.filter((path) => !existsSync(path))
  if (missing.length === 0) return undefined
  return `needs the Debian packages dbus, dbus-bin and gnome-keyring (${missing.join(', ')} not found)`
}

/** `connections`: how many the bus takes. */
export async function startKeyring(state: KeyringState, { connections = 256 } = {}): Promise<Keyring> {
  const home = await mkdtemp(join(tmpdir(), 'latchkey-keyring-'))
  const env = await environment(home)
  if (state === 'no-bus') {
    const { DBUS_SESSION_BUS_ADDRESS: _left, ...withoutBus } = env
    return keyringOf({ env: withoutBus, home, bus: null })
  }
  const bus = await startBus(home, env, connections)
  const keyring = keyringOf({ env, home, bus })
  if (state === 'locked') {
    await keyring.restart('unlocked')
    await keyring.restart('locked')
  }
  if (state === 'unlocked') await keyring.restart('unlocked')
  if (state === 'no-collection') await keyring.restart('locked')
  return keyring
}

function keyringOf({
  env,
  home,
  bus,
}: {
  env: NodeJS.ProcessEnv
  home: string
  bus: ChildProcess | null
}): Keyring {
  let daemon: ChildProcess | null = null
  let starting: Promise<void> = Promise.resolve()

  /** Starts it again as a desktop does where it aborts, which gnome-keyring does now and then (its issue 195). */
  async function keepAlive(state: 'unlocked' | 'locked', ofEnv: NodeJS.ProcessEnv): Promise<void> {
    const started = await startDaemon(ofEnv, state)
    daemon = started
    const again = () => {
      if (started.signalCode === 'SIGTRAP' && daemon === started) starting = keepAlive(state, ofEnv)
    }
    if (started.signalCode === null) started.once('exit', again)
    else again()
  }

  async function stop(): Promise<void> {
    await starting
    if (daemon) await end(daemon)
    daemon = null
  }

  async function start(state: 'unlocked' | 'locked', ofEnv = env): Promise<void> {
    await stop()
    starting = keepAlive(state, ofEnv)
    await starting
  }

  const startOver = (dataHome: string) => start('unlocked', { ...env, XDG_DATA_HOME: dataHome })

  return {
    env,
    home,
    restart: (state) => start(state),
    replaceByEmpty: () => startOver(join(home, 'empty')),
    over: (folder) => startOver(join(folder, 'keyring')),
    stop,
    async lock() {
      await send(env, 'org.freedesktop.secrets', '/org/freedesktop/secrets', [
        'org.freedesktop.Secret.Service.Lock',
        'array:objpath:/org/freedesktop/secrets/collection/login',
      ])
    },
    suspend: () => void daemon?.kill('SIGSTOP'),
    resume: () => void daemon?.kill('SIGCONT'),
    async close() {
      daemon?.kill('SIGCONT')
      await stop()
      if (bus) await end(bus)
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function environment(home: string): Promise<NodeJS.ProcessEnv> {
  const runtime = join(home, 'run')
  await mkdir(runtime, { mode: 0o700 })
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'bus')}`,
  }
}

/** No service directories: nothing starts by itself on this bus. */
function busConfig(home: string, connections: number): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(home, 'run', 'bus')}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_connections_per_user">${connections}</limit>
</busconfig>
`
}

async function startBus(home: string, env: NodeJS.ProcessEnv, connections: number): Promise<ChildProcess> {
  const config = join(home, 'bus.conf')
  await writeFile(config, busConfig(home, connections))
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile'], {
    env,
    stdio: 'ignore',
  })
  await until('the message bus', async () => existsSync(join(home, 'run', 'bus')))
  return bus
}

/** One that aborts while it starts is started anew: nobody would be told of it later. */
async function startDaemon(env: NodeJS.ProcessEnv, state: 'unlocked' | 'locked'): Promise<ChildProcess> {
  const args = ['--foreground', '--components=secrets', ...(state === 'unlocked' ? ['--unlock'] : [])]
  const ends: string[] = []
  while (ends.length < MOST_STARTS) {
    const daemon = spawn('gnome-keyring-daemon', args, { env, stdio: ['pipe', 'ignore', 'pipe'] })
    let said = ''
    daemon.stderr.on('data', (part) => {
      said += part
    })
    daemon.stdin.on('error', () => {
      // One that has ended reads no password; how it ended is told below.
    })
    daemon.stdin.end('the login password')
    const hasEnded = () => daemon.exitCode !== null || daemon.signalCode !== null
    try {
      await until(
        'gnome-keyring-daemon',
        async () => hasEnded() || (await isOnBus(env, 'org.freedesktop.secrets')),
      )
    } catch (error) {
      await end(daemon)
      throw new Error(`It said: ${said}`, { cause: error })
    }
    if (!hasEnded()) return daemon
    ends.push(`${daemon.signalCode ?? `exit status ${daemon.exitCode}`} ${said}`)
  }
  throw new Error(`gnome-keyring-daemon ended while it started: ${ends.join('; ')}`)
}

async function isOnBus(env: NodeJS.ProcessEnv, name: string): Promise<boolean> {
  try {
    await send(env, 'org.freedesktop.DBus', '/', ['org.freedesktop.DBus.GetNameOwner', `string:${name}`])
    return true
  } catch (_notYet) {
    return false
  }
}

async function send(
  env: NodeJS.ProcessEnv,
  destination: string,
  path: string,
  call: string[],
): Promise<void> {
  await run('dbus-send', ['--session', '--print-reply', `--dest=${destination}`, path, ...call], { env })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 15_000
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`${what} did not start within 15 seconds.`)
    await pause(20)
  }
}

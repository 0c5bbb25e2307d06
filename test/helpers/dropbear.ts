import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { freePort, sshBanner } from './ports.js'
import { hasEnded, killDescendants, killTree, run, runOk, until } from './processes.js'

export interface Dropbear {
  target: { host: '127.0.0.1'; port: number; user: string }
  /** Ends every session, and everything that runs in one. */
  hangUp(): void
  stop(): Promise<void>
}

/**
 * Dropbear reads authorized_keys from the user's home only, so it runs in a mount namespace of its own where the home is
 * another folder. That needs Linux, and root or user namespaces for everybody.
 */
export async function dropbearUsable(): Promise<boolean> {
  return existsSync('/usr/sbin/dropbear') && (await run('unshare', namespace('true'))).code === 0
}

/** Starts a real dropbear on 127.0.0.1 with an Ed25519 host key; `dir` becomes root's home there. */
export async function startDropbear(dir: string, authorizedKey: string): Promise<Dropbear> {
  await mkdir(join(dir, '.ssh'), { mode: 0o700 })
  await writeFile(join(dir, '.ssh', 'authorized_keys'), `${authorizedKey}\n`, { mode: 0o600 })
  await chmod(dir, 0o700)
  const hostKey = join(dir, 'host_key')
  await runOk('dropbearkey', ['-t', 'ed25519', '-f', hostKey])
  const port = await freePort()
  const dropbear = `exec dropbear -F -E -s -p 127.0.0.1:${port} -r "$HOST_KEY" -P "$HOST_KEY.pid"`
  const home = process.getuid?.() === 0 ? homedir() : '/root'
  const child = spawn('unshare', namespace(`mount --bind "$DIR" "$ROOT_HOME" && ${dropbear}`), {
    env: { PATH: process.env.PATH ?? '', DIR: dir, ROOT_HOME: home, HOST_KEY: join(home, 'host_key') },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  await until('dropbear answers', () => {
    if (hasEnded(child)) throw new Error(`dropbear ended at once:\n${log}`)
    return sshBanner(port)
  })
  return {
    target: { host: '127.0.0.1', port, user: 'root' },
    hangUp: () => child.pid !== undefined && killDescendants(child.pid),
    stop: () => killTree(child),
  }
}

const namespace = (command: string) => [
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
  '--mount',
  'sh',
  '-c',
  command,
]

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../test/helpers/ports.js'
import { until } from '../test/helpers/processes.js'
import type { Server } from './openssh.js'

const folder = join(import.meta.dirname, 'wetty')
const entry = join(folder, 'node_modules/wetty/build/main.js')
/** npm writes it last. */
const installed = join(folder, 'node_modules/.package-lock.json')
const addon = join(folder, 'node_modules/node-pty/build/Release/pty.node')

export interface Wetty {
  url: string
  child: ChildProcess
}

/**
 * Installs wetty, of exactly the versions in bench/wetty/package-lock.json, unless it is there. Of all install scripts only
 * node-pty's runs, which compiles it where there is no prebuilt one (Linux). Throws with what is missing.
 */
export function installWetty(): void {
  const lock = statSync(join(folder, 'package-lock.json')).mtimeMs
  if (existsSync(addon) && existsSync(installed) && statSync(installed).mtimeMs >= lock) return
  process.stderr.write('Installing wetty into bench/wetty …\n')
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund')
  npm('rebuild', 'node-pty', '--ignore-scripts=false')
}

function npm(...args: string[]): void {
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (status === 0) return
  throw new Error(
    `npm ${args[0]} in bench/wetty ended with status ${status}. wetty's node-pty is compiled here: ` +
      'it needs the packages build-essential and python3, and the registry has to be reached.',
  )
}

/** Starts wetty, whose every page logs in to this server by itself. */
export async function startWetty(server: Server, keyFile: string, knownHosts: string): Promise<Wetty> {
  const port = await freePort()
  const ssh = ['--ssh-host', server.host, '--ssh-port', String(server.port), '--ssh-user', server.user]
  const login = ['--ssh-auth', 'publickey', '--ssh-key', keyFile, '--known-hosts', knownHosts, '--force-ssh']
  const listen = ['--host', '127.0.0.1', '--port', String(port), '--base', '/wetty/', '--log-level', 'error']
  const child = spawn(process.execPath, [entry, ...ssh, ...login, ...listen], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const url = `http://127.0.0.1:${port}/wetty/`
  await until('wetty answers', async () => {
    if (child.exitCode !== null) throw new Error(`wetty ended with status ${child.exitCode}.`)
    return fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return { url, child }
}

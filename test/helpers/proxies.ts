import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, isTaken } from './ports.js'
import { killTree, spawnServer, until } from './processes.js'

const MICROSOCKS = '/usr/bin/microsocks'
const TINYPROXY = '/usr/bin/tinyproxy'

export const proxiesInstalled = existsSync(MICROSOCKS) && existsSync(TINYPROXY)

export interface RealProxy {
  host: string
  port: number
  stop(): Promise<void>
}

export const PROXY_LOGIN = { user: 'ada', password: 'pass-word-4711' }

/** microsocks (RFC 1928, RFC 1929), with a login or without. */
export async function startSocks5({ login = false }: { login?: boolean } = {}): Promise<RealProxy> {
  const port = await freePort()
  const { user, password } = PROXY_LOGIN
  const args = ['-i', '127.0.0.1', '-p', String(port), ...(login ? ['-u', user, '-P', password] : [])]
  return started(spawnServer(MICROSOCKS, args), port)
}

/** tinyproxy, with Basic or without; it lets CONNECT through to any port, or to `ports` alone. */
export async function startHttpProxy(
  dir: string,
  { login = false, ports = [] }: { login?: boolean; ports?: number[] } = {},
): Promise<RealProxy> {
  const port = await freePort()
  const config = join(dir, `tinyproxy-${port}.conf`)
  const { user, password } = PROXY_LOGIN
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 60',
    'LogLevel Error',
    ...ports.map((one) => `ConnectPort ${one}`),
    ...(login ? [`BasicAuth ${user} ${password}`] : []),
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  return started(spawnServer(TINYPROXY, ['-d', '-c', config]), port)
}

async function started(child: ChildProcess, port: number): Promise<RealProxy> {
  await until('the proxy listens', () => isTaken(port))
  return { host: '127.0.0.1', port, stop: () => killTree(child) }
}

import { type ChildProcess, fork } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { RPC_PATH, subprotocolOf } from '../../contract/wire.js'
import { createApp } from '../../main/core/app.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { openSealed } from '../../main/platform/sealed-format.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { searchMemory } from '../helpers/process-memory.js'
import type { Client } from '../helpers/transports.js'

const password = 'Not-in-memory-when-locked 7391'
const running: ChildProcess[] = []
let script = ''
let profileDir = ''
let needles: Record<string, Uint8Array> = {}

beforeAll(async () => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nowhere')
  script = await bundleScript('memory-process-main.ts')
  profileDir = await mkdtemp(join(tmpdir(), 'latchkey-memory-'))
  needles = await makeVault()
})

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  vi.unstubAllEnvs()
  await rm(dirname(script), { recursive: true, force: true })
  await rm(profileDir, { recursive: true, force: true })
})

/** A sealed file with a key pair of each type; what must not be found, as it stands in memory. */
async function makeVault(): Promise<Record<string, Uint8Array>> {
  const ports = await openPorts({ profileDir })
  const app = createApp(ports, { kind: 'web', version: '0', profileDir, putAside: [], lab: null, crashes: 0 })
  await app.vault.create({ backend: 'sealed-file', password }, {})
  const specs = [{ type: 'ed25519' }, { type: 'rsa', bits: 2048 }, { type: 'ecdsa', bits: 256 }] as const
  const scalars: Record<string, Uint8Array> = {}
  for (const spec of specs) {
    const { id } = await app.keys.generate({ name: spec.type, spec }, {})
    const der = Buffer.from((await app.vault.secrets().get(`key/${id}`)) ?? [])
    const jwk = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
    for (const part of spec.type === 'rsa' ? (['d', 'p'] as const) : (['d'] as const)) {
      const number = Buffer.from(String(jwk[part]), 'base64url')
      scalars[`${spec.type} ${part}`] = number
      // OpenSSL keeps numbers with their least significant byte first.
      scalars[`${spec.type} ${part}, reversed`] = Uint8Array.from(number).reverse()
    }
  }
  await app.close()
  await ports.close()
  const file = await readFile(join(profileDir, 'vault.sealed'))
  const { seal } = await openSealed(file, Buffer.from(password))
  return {
    ...scalars,
    'data key': Buffer.from(seal?.key ?? []),
    password: Buffer.from(password),
    'password, two bytes each': Buffer.from(password, 'utf16le'),
  }
}

async function start() {
  const child = fork(script, [profileDir], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  running.push(child)
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return { child, client: await connect(url) }
}

async function connect(url: string): Promise<Client> {
  const { origin, hash } = new URL(url)
  const ticket = hash.slice('#ticket='.length)
  const body = JSON.stringify({ ticket })
  const answer = await fetch(`${origin}/ticket`, { method: 'POST', headers: { origin }, body })
  const { token } = (await answer.json()) as { token: string }
  const socket = new WebSocket(origin.replace('http', 'ws') + RPC_PATH, [subprotocolOf(token)], { origin })
  await once(socket, 'open')
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }))
}

async function sign(child: ChildProcess): Promise<void> {
  const done = once(child, 'message')
  child.send('sign')
  await done
}

/** Which of them are there. */
function search(child: ChildProcess): string[] {
  const found = searchMemory(
    child.pid ?? 0,
    new Map(Object.entries(needles).map(([name, needle]) => [name, [needle]])),
  )
  return [...new Set(found.map(({ name }) => name))]
}

const missing = process.platform === 'linux' ? undefined : 'needs /proc/PID/mem of Linux'
const title = 'the memory of the web host'

describe.skipIf(missing)(missing ? `${title}: ${missing}` : title, () => {
  it('has keys and password while the vault is open, and none of them once it is locked', {
    timeout: 300_000,
  }, async () => {
    const { child, client } = await start()
    await client.vault.unlock({ password })
    await sign(child)
    const open = search(child)
    expect(open).toContain('data key')
    expect(open).toContain('ed25519 d')
    expect(open.filter((name) => name.startsWith('rsa'))).not.toEqual([])
    expect(open.filter((name) => name.startsWith('ecdsa'))).not.toEqual([])

    await client.vault.lock()
    expect(search(child)).toEqual([])
  })
})

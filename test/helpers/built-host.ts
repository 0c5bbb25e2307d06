import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { WebSocket } from 'ws'
import { RPC_PATH, subprotocolOf } from '../../contract/wire.js'
import type { JsonLine } from '../../main/hosts/web/announce.js'
import type { Client } from './transports.js'

const root = join(import.meta.dirname, '../..')

/** The built web host as a process of its own, and a window of it without a page. */
export interface BuiltHost {
  client: Client
  pid: number
  /** What it has printed on both streams. */
  said(): string
  /** All that it has sent to the window. */
  sent(): Buffer
  /** SIGKILL: as the computer's own end. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Passwords of its vault cost next to nothing. `env`: HOME at least, for it writes known_hosts there. It has to be built. */
export async function startBuiltHost(profile: string, env: NodeJS.ProcessEnv): Promise<BuiltHost> {
  const flags = ['--import', join(root, 'test/helpers/cheap-argon2.mjs')]
  const args = [join(root, 'out/main/web.js'), '--json', '--no-open', '--profile', profile]
  const child = spawn(process.execPath, [...flags, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { url } = JSON.parse((await lines.next()).value ?? '{}') as Extract<JsonLine, { url: string }>
  const { client, socket } = await windowOf(url)
  const sent: Buffer[] = []
  socket.on('message', (data: Buffer) => sent.push(Buffer.from(data)))
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'close')
    child.kill(signal)
    await ended
  }
  return {
    client,
    pid: child.pid ?? 0,
    said: () => said,
    sent: () => Buffer.concat(sent),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** Exchanges the ticket of an address that the host has printed, as its page does, and opens the window's socket. */
export async function windowOf(url: string): Promise<{ client: Client; socket: WebSocket }> {
  const { origin, hash } = new URL(url)
  const body = JSON.stringify({ ticket: hash.slice('#ticket='.length) })
  const answer = await fetch(`${origin}/ticket`, { method: 'POST', headers: { origin }, body })
  const { token } = (await answer.json()) as { token: string }
  const socket = new WebSocket(origin.replace('http', 'ws') + RPC_PATH, [subprotocolOf(token)], { origin })
  await once(socket, 'open')
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return { client: createORPCClient(link), socket }
}

/** Says yes to the next host key that is asked about. Throws for one that is none of these. */
export async function trustHostKey(client: Client, fingerprints: readonly string[]): Promise<void> {
  for await (const open of await client.questions.watch())
    for (const question of open) {
      if (question.kind !== 'host-key-unknown') continue
      const { fingerprint } = question.offered
      if (!fingerprints.includes(fingerprint)) throw new Error(`Another key was offered: ${fingerprint}`)
      await client.questions.answer({ id: question.id, answer: { kind: 'trust' } })
      return
    }
}

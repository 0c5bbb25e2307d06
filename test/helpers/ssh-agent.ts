import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { killTree, run, runOk, until } from './processes.js'

export interface RunningAgent {
  socket: string
  /** authorized_keys lines of its keys. */
  publicLines(): Promise<string[]>
  stop(): Promise<void>
}

/** A real ssh-agent with so many new Ed25519 keys, in a folder of its own under `dir`. */
export async function startAgent(dir: string, count: number): Promise<RunningAgent> {
  const folder = await mkdtemp(join(dir, 'agent-'))
  const socket = join(folder, 'agent.sock')
  const env = { env: { ...process.env, SSH_AUTH_SOCK: socket } }
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  await until('ssh-agent listens', async () => (await run('ssh-add', ['-l'], env)).code === 1)
  for (let index = 0; index < count; index++) {
    const path = join(folder, `key-${index}`)
    await runOk('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `agent key ${index}`, '-f', path])
    await runOk('ssh-add', ['-q', path], env)
  }
  return {
    socket,
    publicLines: async () => (await runOk('ssh-add', ['-L'], env)).trim().split('\n'),
    stop: () => killTree(agent),
  }
}

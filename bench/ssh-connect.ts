import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { alternate, type Bench, type Row, ratioRow } from './row.js'
import { type SshPair, withSshd } from './ssh-pair.js'

const ROUNDS = 25
const COMMAND = 'echo first'
const CURVE25519 = ['-o', 'KexAlgorithms=curve25519-sha256']

/**
 * Connect, authenticate, first byte of a command's output: Latchkey's connector in its running process against OpenSSH's
 * `ssh` started anew, which is how each is used. By itself `ssh` agrees on a key exchange that resists quantum computers
 * and costs more; so it is measured with Latchkey's too.
 */
export const sshConnect: Bench = {
  name: 'ssh.connect',
  needs: ['openssh-client', 'openssh-server'],
  run: () =>
    withSshd([], async (pair) => [
      await compare('ssh.connect', pair, []),
      await compare('ssh.connect curve25519', pair, CURVE25519),
    ]),
}

async function compare(name: string, pair: SshPair, options: string[]): Promise<Row> {
  const args = [...options, ...pair.sshArgs, COMMAND]
  const { ours, peer } = await alternate(
    ROUNDS,
    () => firstByteOfLatchkey(pair),
    () => firstByteOfOpenSsh(args),
  )
  return ratioRow(name, 'ms', ours, peer, 1)
}

async function firstByteOfLatchkey({ connect }: SshPair): Promise<void> {
  const connection = await connect()
  await new Promise<void>((resolve, reject) => {
    connection.client.exec(COMMAND, (error, channel) => {
      if (error) reject(error)
      else channel.once('data', () => resolve())
    })
  })
  connection.end()
}

async function firstByteOfOpenSsh(args: string[]): Promise<void> {
  const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`ssh ended with ${code} before its first byte`))),
  ])
  child.stdout.destroy()
  child.kill()
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { offeredAlgorithms } from '../main/core/sessions/algorithms.js'
import { alternate, type Bench, type Row, ratioRow } from './row.js'
import { type SshPair, withSshd } from './ssh-pair.js'

const MEGABYTES = 500
/** Enough to tell one cipher from another. */
const CIPHER_MEGABYTES = 100
const ROUNDS = 3
const AIM = 1

/**
 * 500 MB of a command's output, from connecting to the end: Latchkey's connector and OpenSSH's `ssh`, thrown away by both.
 * In seconds, so less is better. First with the cipher on which each agrees by itself, then 100 MB with each that Latchkey
 * offers here; those have no aim, for Latchkey prefers the fastest.
 */
export const sshThroughput: Bench = {
  name: 'ssh.throughput',
  needs: ['openssh-client', 'openssh-server'],
  async run() {
    const name = `ssh.throughput ${MEGABYTES} MB`
    const rows = [await withSshd([], (pair) => compare(name, pair, MEGABYTES, AIM))]
    for (const cipher of ciphers()) {
      const name = `ssh.throughput ${cipher.replace('@openssh.com', '')}`
      rows.push(await withSshd([`Ciphers ${cipher}`], (pair) => compare(name, pair, CIPHER_MEGABYTES, null)))
    }
    return rows
  },
}

function ciphers(): string[] {
  return offeredAlgorithms([]).cipher
}

async function compare(name: string, pair: SshPair, megabytes: number, aim: number | null): Promise<Row> {
  const { ours, peer } = await alternate(
    ROUNDS,
    () => readByLatchkey(pair, megabytes * 1_000_000),
    () => readByOpenSsh(pair, megabytes * 1_000_000),
  )
  return ratioRow(name, 's', ours / 1000, peer / 1000, aim)
}

async function readByLatchkey({ connect }: SshPair, bytes: number): Promise<void> {
  const { client, end } = await connect()
  const received = await new Promise<number>((resolve, reject) => {
    client.exec(command(bytes), (error, channel) => {
      if (error) return reject(error)
      let count = 0
      channel.on('data', ({ length }: Buffer) => {
        count += length
      })
      channel.once('close', () => resolve(count))
    })
  })
  end()
  if (received !== bytes) throw new Error(`${received} bytes came.`)
}

async function readByOpenSsh({ sshArgs }: SshPair, bytes: number): Promise<void> {
  const child = spawn('ssh', [...sshArgs, command(bytes)], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`ssh ended with ${code}.`)
}

const command = (bytes: number) => `head -c ${bytes} /dev/zero`

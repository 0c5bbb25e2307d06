import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { ForwardOptions } from '../contract/forwards.js'
import { createTraffic } from '../main/core/forwards/carry.js'
import { listenHere } from '../main/core/forwards/listen-here.js'
import { freePort } from '../test/helpers/ports.js'
import { killTree, runOk, spawnServer, until } from '../test/helpers/processes.js'
import { alternate, type Bench, type Row, ratioRow } from './row.js'
import { type SshPair, withSshd } from './ssh-pair.js'

const MEGABYTES = 500
const PARALLEL = 100
const ROUNDS = 3
/** 0.9 of OpenSSH's speed, as time. */
const AIM = 1 / 0.9
const HOST = '127.0.0.1'
const needs = ['openssh-client', 'openssh-server', 'curl']

/** One page of 500 MB that curl reads through a local forward: Latchkey's and that of `ssh -L`, both up before. Seconds. */
export const forwardLocal: Bench = {
  name: 'forward.local',
  needs,
  run: () =>
    withForwards('local', async (ports) => {
      const bytes = MEGABYTES * 1_000_000
      const read = (port: number) => curl([`http://${HOST}:${port}/${bytes}`], bytes)
      return await compare(`forward.local ${MEGABYTES} MB`, ports, read, AIM)
    }),
}

/** A hundred pages of 1 MB that curl reads at once through one SOCKS proxy: Latchkey's and that of `ssh -D`. Fails where one byte is missing. Seconds. */
export const forwardDynamic: Bench = {
  name: 'forward.dynamic',
  needs,
  run: () =>
    withForwards('dynamic', async (ports, webPort) => {
      const pages = Array.from({ length: PARALLEL }, () => `http://${HOST}:${webPort}/1000000`)
      const through = (port: number) => ['--socks5-hostname', `${HOST}:${port}`]
      const read = (port: number) =>
        curl([...through(port), '-Z', '--parallel-immediate', '--parallel-max', '100', ...pages], 100_000_000)
      return await compare(`forward.dynamic ${PARALLEL} × 1 MB`, ports, read, null)
    }),
}

interface Ports {
  ours: number
  peer: number
}

async function compare(
  name: string,
  ports: Ports,
  read: (port: number) => Promise<void>,
  aim: number | null,
) {
  const { ours, peer } = await alternate(
    ROUNDS,
    () => read(ports.ours),
    () => read(ports.peer),
  )
  return [ratioRow(name, 's', ours / 1000, peer / 1000, aim)]
}

/** Reads all of it to nowhere, and fails where a byte is missing. */
async function curl(args: string[], bytes: number): Promise<void> {
  const each = args.flatMap((arg) => (arg.startsWith('http:') ? ['-o', '/dev/null', arg] : [arg]))
  const stdout = await runOk('curl', ['-sS', '-w', '%{size_download}\n', ...each], { timeoutMs: 300_000 })
  const got = stdout.split('\n').reduce((sum, line) => sum + Number(line), 0)
  if (got !== bytes) throw new Error(`${got} bytes came in place of ${bytes}.`)
}

async function withForwards(
  kind: 'local' | 'dynamic',
  work: (ports: Ports, webPort: number) => Promise<Row[]>,
): Promise<Row[]> {
  const web = spawn(process.execPath, ['-e', pages], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(web.stdout, 'data')) as [Buffer]
  const webPort = Number(said)
  try {
    return await withSshd([], async (pair) => {
      const peerPort = await freePort()
      const peer = await byOpenSsh(pair, kind, peerPort, webPort)
      const { port, close } = await byLatchkey(pair, kind, webPort)
      try {
        return await work({ ours: port, peer: peerPort }, webPort)
      } finally {
        close()
        await killTree(peer)
      }
    })
  } finally {
    await killTree(web)
  }
}

async function byLatchkey({ connect: login }: SshPair, kind: 'local' | 'dynamic', webPort: number) {
  const { client, end } = await login()
  const common = { listen: { host: HOST, port: 0 }, name: '', withSession: false, keepUp: false }
  const options: Exclude<ForwardOptions, { kind: 'remote' }> =
    kind === 'local' ? { kind, to: { host: HOST, port: webPort }, ...common } : { kind, ...common }
  const traffic = createTraffic()
  const onRefused = (sentence: string) => console.error(sentence)
  const listener = await listenHere(options, { client, traffic, onRefused, isLost: () => false })
  const close = () => {
    listener.close()
    end()
  }
  return { port: listener.port, close }
}

async function byOpenSsh({ sshArgs }: SshPair, kind: 'local' | 'dynamic', port: number, webPort: number) {
  const forward = kind === 'local' ? ['-L', `${HOST}:${port}:${HOST}:${webPort}`] : ['-D', `${HOST}:${port}`]
  const child = spawnServer('ssh', ['-N', '-o', 'ExitOnForwardFailure=yes', ...forward, ...sshArgs])
  await until('ssh forwards', () => answers(port))
  return child
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST)
    socket.on('error', () => resolve(false))
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}

/** A web server of its own process: `/1000` is a page of 1000 bytes. */
const pages = `
const piece = Buffer.alloc(1 << 18, 'latchkey')
const server = require('node:http').createServer((request, response) => {
  let left = Number(request.url.slice(1))
  response.writeHead(200, { 'content-length': left, connection: 'close' })
  const more = () => {
    while (left > 0) {
      const part = piece.subarray(0, Math.min(left, piece.length))
      left -= part.length
      if (!response.write(part)) return response.once('drain', more)
    }
    response.end()
  }
  more()
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import ssh2, { type ServerChannel } from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OUTPUT_WINDOW } from '../../contract/terminal-stream.js'
import { freshKey } from '../helpers/fresh-key.js'
import { until } from '../helpers/processes.js'
import { quietPrompt, sessionLab } from '../helpers/session-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { testSigner } from '../helpers/test-signer.js'
import { testTerminal } from '../helpers/test-terminal.js'

const MB = 1_000_000
const signer = testSigner()
let dir: string
let sshd: Sshd

describe.runIf(sshdInstalled || process.env.CI)('a flood of output', () => {
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-flow-'))
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
  })
  afterAll(async () => {
    await sshd?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('of 50 MB arrives byte for byte at a slow reader, and memory stays flat', async () => {
    const path = join(dir, 'flood')
    await pipeline(Readable.from(colouredText(50 * MB)), createWriteStream(path))
    const wanted = await sha256(path)
    const hash = createHash('sha256')
    let hashing = false
    let highest = 0
    const terminal = testTerminal({
      acknowledge: 'when told',
      onOutput: (bytes) => {
        if (hashing) hash.update(bytes)
        highest = Math.max(highest, process.memoryUsage.rss())
      },
    })
    const acks = setInterval(() => terminal.acknowledge(), 2)
    const lab = sessionLab(sshd, signer.again())
    const { id } = await lab.open(terminal)
    // The hash is over what `cat` prints alone: raw, after a first line that says where it starts.
    terminal.type(`stty raw -echo; exec sh -c "printf GO; read -r go; cat '${path}'"\r`)
    await until('the shell is ready', () => terminal.total() > 0 && terminal.lastBytes().endsWith('GO'))
    const before = { rss: process.memoryUsage.rss(), total: terminal.total() }
    hashing = true
    highest = 0
    terminal.type('\n')
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    clearInterval(acks)

    expect(closed).toMatchObject({ exit: 0, problem: null })
    expect(terminal.total() - before.total).toBe(50 * MB)
    expect(hash.digest('hex')).toBe(wanted)
    expect(Math.max(...terminal.frames)).toBeLessThanOrEqual(64 * 1024)
    expect((highest - before.rss) / MB).toBeLessThan(60)
  })

  it('stops at the window while nothing is acknowledged, and goes on after', async () => {
    const terminal = testTerminal({ acknowledge: 'when told' })
    const lab = sessionLab(sshd, signer.again())
    const { id } = await lab.open(terminal)
    terminal.type("stty -echo; exec sh -c 'seq 1 2000000'\r")
    await until('the window is full', () => terminal.total() >= OUTPUT_WINDOW - 1024)
    await staysThe(() => terminal.total())
    expect(terminal.total()).toBeLessThanOrEqual(OUTPUT_WINDOW)
    terminal.acknowledge()
    await until('more has come', () => terminal.total() > OUTPUT_WINDOW)
    await lab.sessions.close({ id }, {})
  })

  it('gives the prompt back soon after Ctrl-C, with a reader of 10 MB/s', async () => {
    const lab = sessionLab(sshd, signer.again())
    const terminal = testTerminal({ acknowledge: 'when told' })
    const acks = setInterval(() => terminal.acknowledge(100_000), 10)
    const { id } = await lab.open(terminal)
    await quietPrompt(terminal)
    terminal.type('while :; do seq 1 1000000; done\r')
    await until('the flood has come', () => terminal.total() > 3 * MB)
    const start = performance.now()
    terminal.type('\x03')
    await until(
      'the prompt is read',
      () => terminal.lastBytes().endsWith('READY$ ') && terminal.unread() === 0,
    )
    const took = performance.now() - start
    clearInterval(acks)
    await lab.sessions.close({ id }, {})
    expect(took).toBeLessThan(1_000)
  })
})

describe('a server that sends more than it may', () => {
  it('is cut off instead of filling the memory', async () => {
    const server = await floodingServer()
    const terminal = testTerminal({ acknowledge: 'when told', onOutput: () => undefined })
    const lab = sessionLab({ host: '127.0.0.1', port: server.port, user: 'root' }, signer.again())
    const { id } = await lab.open(terminal)
    const closed = await lab.statusWhen(id, ({ state }) => state === 'closed')
    server.stop()
    expect(closed.problem).toMatchObject({
      code: 'ssh-closed',
      detail: expect.stringContaining('more than it was allowed'),
    })
    expect(terminal.total()).toBeLessThan(5 * OUTPUT_WINDOW)
  })
})

/** An SSH server that forgets about windows. */
async function floodingServer(): Promise<{ port: number; stop(): void }> {
  const hostKey = freshKey('rsa2048').export({ type: 'pkcs1', format: 'pem' })
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined)
    client.on('authentication', (context) => context.accept())
    client.on('session', (accept) => {
      const session = accept()
      session.on('pty', (acceptPty) => acceptPty?.())
      session.on('shell', (acceptShell) => flood(acceptShell()))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() }
}

function flood(channel: ServerChannel): void {
  const { outgoing } = channel as unknown as { outgoing: { window: number } }
  const more = () => {
    outgoing.window = Number.MAX_SAFE_INTEGER
    if (channel.writable && channel.write(Buffer.alloc(32_768, 'x'))) setImmediate(more)
  }
  channel.on('drain', more)
  more()
}

function* colouredText(bytes: number): Generator<Buffer> {
  const lines = Array.from(
    { length: 2_000 },
    (_, i) => `\x1b[3${i % 8}m${i} grüße aus dem Terminal 日本\x1b[0m\r\n`,
  )
  const block = Buffer.from(lines.join(''))
  for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, Math.min(left, block.length))
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Resolves once a number has been the same for 300 ms. */
async function staysThe(number: () => number): Promise<void> {
  let last = number()
  let since = Date.now()
  await until('it has stopped', () => {
    if (number() !== last) since = Date.now()
    last = number()
    return Date.now() - since > 300
  })
}

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccess } from '../main/core/files/access.js'
import { createTransfers } from '../main/core/files/transfers/transfers.js'
import { systemClock } from '../main/platform/clock.js'
import { localFiles } from '../main/platform/local-files.js'
import { testLog } from '../test/helpers/memory-profile.js'
import { runOk } from '../test/helpers/processes.js'
import { aimRow, alternate, type Bench, type Row, ratioRow } from './row.js'
import { type Road, type SshPair, withSshd } from './ssh-pair.js'

const MEGABYTES = 500
const FILES = 5000
const ROUNDS = 5
const AIM = 1
const DELAY_MS = 20
/** The one that Latchkey agrees on by itself; OpenSSH's client would take another. */
const CIPHER = ['Ciphers aes128-gcm@openssh.com']

type Way = 'upload' | 'download'

/** From connecting to the end, in seconds: Latchkey's transfers and OpenSSH's `sftp` in turn, in the same folders. */
function bench(
  name: string,
  ways: Way[],
  plant: (dir: string) => Promise<string>,
  { road, flushes = [false] }: { road?: typeof delayed; flushes?: boolean[] } = {},
): Bench {
  return {
    name,
    needs: ['openssh-client', 'openssh-server'],
    async run() {
      const rows: Row[] = []
      for (const way of ways) {
        const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-sftp-'))
        try {
          const source = await plant(dir)
          const title = ways.length > 1 ? `${name} ${way}` : name
          for (const flush of flushes)
            rows.push(await withSshd(CIPHER, (pair) => compare(title, pair, way, source, dir, flush), road))
        } finally {
          await rm(dir, { recursive: true, force: true })
        }
      }
      return rows
    },
  }
}

export const sftpDownload = bench('sftp.download', ['download'], plantLarge, { flushes: [false, true] })
export const sftpUpload = bench('sftp.upload', ['upload'], plantLarge, { flushes: [false, true] })
export const sftpLatency = bench('sftp.latency', ['download', 'upload'], plantLarge, { road: delayed })
export const sftpSmallFiles = bench('sftp.small-files', ['download', 'upload'], plantSmall)

const HUGE_BYTES = 2_000_000_000
/** What garbage goes up and down by; a copy that kept even a fiftieth of what it moved would be over it. */
const GROWTH_AIM_MB = 40

/** How much more memory this process, Latchkey's core, has at most in the last nine tenths of 2 GB than in the first. */
export const sftpMemory: Bench = {
  name: 'sftp.memory',
  needs: ['openssh-client', 'openssh-server'],
  async run() {
    const rows: Row[] = []
    for (const way of ['download', 'upload'] as const) {
      const dir = await mkdtemp(join(tmpdir(), 'latchkey-bench-sftp-'))
      try {
        const source = join(dir, 'huge')
        await writeFile(source, '')
        await truncate(source, HUGE_BYTES)
        const growth = await withSshd(CIPHER, (pair) => growthDuring(pair, way, source, dir))
        rows.push(aimRow(`sftp.memory ${way}`, 'MB', growth, GROWTH_AIM_MB))
      } finally {
        await rm(dir, { recursive: true, force: true })
      }
    }
    return rows
  },
}

async function growthDuring(pair: SshPair, way: Way, source: string, dir: string): Promise<number> {
  const to = join(dir, 'to')
  await mkdir(to)
  const peak = { first: 0, rest: 0 }
  await byLatchkey(pair, way, source, to, (done) => {
    const part = done < HUGE_BYTES / 10 ? 'first' : 'rest'
    peak[part] = Math.max(peak[part], process.memoryUsage.rss())
  })
  if ((await stat(join(to, 'huge'))).size !== HUGE_BYTES) throw new Error('The copy is not whole.')
  return (peak.rest - peak.first) / 1_000_000
}

async function compare(
  name: string,
  pair: SshPair,
  way: Way,
  source: string,
  dir: string,
  flush: boolean,
): Promise<Row> {
  let n = 0
  const fresh = async () => {
    const target = join(dir, `to-${flush}-${n++}`)
    await mkdir(target)
    return target
  }
  const { ours, peer } = await alternate(
    ROUNDS,
    async () => byLatchkey(pair, way, source, await fresh()),
    async () => bySftp(pair, way, source, await fresh(), flush),
    async () => {
      await rm(join(dir, `to-${flush}-${n - 1}`), { recursive: true })
      // Who flushes a file also waits for what others have left to be written to that disk.
      await runOk('sync', [])
    },
  )
  return ratioRow(flush ? `${name}, sftp -f` : name, 's', ours / 1000, peer / 1000, AIM)
}

async function byLatchkey(
  { connect }: SshPair,
  way: Way,
  source: string,
  to: string,
  onProgress: (bytes: number) => void = () => undefined,
): Promise<void> {
  const borrow = async () => {
    const { client, end } = await connect()
    return { client, target: '', lost: new Promise<null>(() => undefined), release: end }
  }
  const log = testLog()
  const access = createAccess({ connections: { borrow }, clock: systemClock, log })
  const parts = { access, local: localFiles(to), instanceName: async () => 'bench', clock: systemClock, log }
  const store = { read: async () => null, write: async () => undefined }
  const transfers = createTransfers({ ...parts, store, onEnd: () => undefined })
  const { id } = await transfers[way]({ instanceId: 'bench', sources: [source], to }, {})
  for await (const all of await transfers.watch(undefined, {})) {
    const { state, doneBytes = 0 } = all.find((transfer) => transfer.id === id) ?? {}
    onProgress(doneBytes)
    if (state === 'failed') throw new Error(JSON.stringify(all[0]?.problems))
    if (state === 'done') break
  }
  access.closeAll()
}

/** `flush`: its copy is on the disk when it ends, as Latchkey's always is. */
async function bySftp(
  { sshArgs }: SshPair,
  way: Way,
  source: string,
  to: string,
  flush: boolean,
): Promise<void> {
  const args = sshArgs.map((arg) => (arg === '-p' ? '-P' : arg))
  const child = spawn('sftp', [...(flush ? ['-f'] : []), '-q', '-b', '-', ...args], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.stdin.end(`${way === 'upload' ? 'put' : 'get'} -r "${source}" "${to}"\n`)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`sftp ended with ${code}.`)
}

async function plantLarge(dir: string): Promise<string> {
  const path = join(dir, 'large')
  const file = await open(path, 'w')
  for (let n = 0; n < MEGABYTES / 10; n++) await file.write(randomBytes(10_000_000))
  await file.close()
  if ((await stat(path)).size !== MEGABYTES * 1_000_000) throw new Error('The file is not as it should be.')
  return path
}

async function plantSmall(dir: string): Promise<string> {
  const path = join(dir, 'small')
  for (let folder = 0; folder < 50; folder++) {
    await mkdir(join(path, `folder-${folder}`), { recursive: true })
    for (let n = 0; n < FILES / 50; n++)
      await writeFile(join(path, `folder-${folder}`, `file-${n}`), randomBytes(1000 + ((n * 997) % 7000)))
  }
  return path
}

/** In a process of its own, so that it takes no time of ours alone. */
async function delayed({ host, port }: { host: string; port: number }): Promise<Road> {
  const main = join(import.meta.dirname, 'latency-road-main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, host, String(port), String(DELAY_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  return {
    port: Number(line),
    async stop() {
      child.stdin.end()
      await once(child, 'close')
    },
  }
}

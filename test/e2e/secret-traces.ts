import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { byteSearch, type Needles } from '../helpers/byte-search.js'
import { searchMemory } from '../helpers/process-memory.js'
import { descendants } from '../helpers/processes.js'
import { readProfile } from './profile.js'

/** What crossed between window and host: every message of a WebSocket, every body and address over HTTP. */
export interface Traffic {
  toWindow: Buffer[]
  toHost: Buffer[]
}

/** Listens to every WebSocket that a page opens from its next load on, and to every request. */
export function recordTraffic(page: Page): Traffic {
  const traffic: Traffic = { toWindow: [], toHost: [] }
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => traffic.toWindow.push(Buffer.from(payload)))
    socket.on('framesent', ({ payload }) => traffic.toHost.push(Buffer.from(payload)))
  })
  page.on('request', (request) => {
    traffic.toHost.push(Buffer.from(request.url()), request.postDataBuffer() ?? Buffer.alloc(0))
  })
  page.on('response', async (response) => {
    const body = await response.body().catch(() => Buffer.alloc(0)) // the page has gone on to another one
    traffic.toWindow.push(Buffer.from(JSON.stringify(response.headers())), body)
  })
  return traffic
}

/** The names of those that are found, in the order in which they were given. */
export function found(needles: Needles, texts: readonly Uint8Array[]): string[] {
  const search = byteSearch(needles)
  const names = new Set(texts.flatMap((text) => search(text).map(({ name }) => name)))
  return [...needles.keys()].filter((name) => names.has(name))
}

/** Every file below a folder, by its path. What goes while it is read is left out. */
export async function filesOf(dir: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const contents = await Promise.all(paths.map((path) => readFile(path).catch(() => Buffer.alloc(0))))
  return new Map(paths.map((path, index) => [path, contents[index] ?? Buffer.alloc(0)]))
}

/** The names of those that are in a file below the folder, or in the name of one. */
export async function foundInFiles(needles: Needles, dir: string): Promise<string[]> {
  const files = [...(await filesOf(dir))]
  return found(
    needles,
    files.flatMap(([path, content]) => [Buffer.from(path), content]),
  )
}

/**
 * Notes command line and environment of processes and all that they start, until it is stopped: what `ps -e -o args`
 * and `ps e` show to whoever looks at the right moment.
 */
export function watchProcesses(roots: () => number[]): { seen: Map<string, Buffer>; stop(): void } {
  const seen = new Map<string, Buffer>()
  const look = async () => {
    for (const pid of roots().flatMap((root) => [root, ...descendants(root)]))
      for (const what of ['cmdline', 'environ']) {
        const text = await readFile(`/proc/${pid}/${what}`).catch(() => Buffer.alloc(0)) // it has ended
        if (text.length > 0) seen.set(`${pid} ${what} ${text.toString('latin1')}`, text)
      }
  }
  let next: NodeJS.Timeout
  const again = () => void look().finally(() => (next = setTimeout(again, 20)))
  next = setTimeout(again, 0)
  return { seen, stop: () => clearTimeout(next) }
}

/** The private keys of a sealed file by the names of their key pairs, as PKCS#8. */
export async function privateKeys(profileDir: string, password: string): Promise<Map<string, Buffer>> {
  const store = await sealedFile(profileDir).open(Buffer.from(password))
  try {
    const { keys } = await readProfile(profileDir)
    const halves = new Map<string, Buffer>()
    for (const { id, name } of keys) {
      const secret = await store.get(`key/${id}`)
      if (secret === null) throw new Error(`The vault has no private key of ${name}.`)
      halves.set(name, Buffer.from(secret))
    }
    return halves
  } finally {
    await store.close()
  }
}

/** What the page holds after a garbage collection: every string that its scripts can reach, as V8 lists them. */
export async function stringsOfPage(page: Page): Promise<Buffer> {
  const devtools = await page.context().newCDPSession(page)
  const chunks: string[] = []
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devtools.detach()
  return Buffer.from((JSON.parse(chunks.join('')) as { strings: string[] }).strings.join('\n'))
}

/** Those that stand in the memory of a page's process of this test's browser, with where and in which form. */
export async function foundInRenderers(needles: Needles): Promise<string[]> {
  const pids = []
  for (const pid of descendants(process.pid))
    if ((await readFile(`/proc/${pid}/cmdline`, 'latin1')).includes('--type=renderer')) pids.push(pid)
  if (pids.length === 0) throw new Error('No page runs.')
  return pids.flatMap((pid) =>
    searchMemory(pid, needles).map(({ name, form, place }) => `${name}, form ${form}, ${pid} ${place}`),
  )
}

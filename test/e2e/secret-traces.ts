import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { searchMemory } from '../helpers/process-memory.js'
import { descendants } from '../helpers/processes.js'
import { readProfile } from './profile.js'
import { PASSWORD } from './steps.js'

/** What crossed between window and host, as text; bytes of frames as Latin-1. */
export interface Traffic {
  toWindow: string[]
  toHost: string[]
}

/** Listens to every WebSocket that the page opens from its next load on. */
export function recordTraffic(page: Page): Traffic {
  const traffic: Traffic = { toWindow: [], toHost: [] }
  const text = (payload: string | Buffer) => payload.toString('latin1')
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => traffic.toWindow.push(text(payload)))
    socket.on('framesent', ({ payload }) => traffic.toHost.push(text(payload)))
  })
  return traffic
}

/** A secret as it could turn up: plain, as base64 in either alphabet at each of the three offsets, as hex. */
function forms(secret: Buffer): string[] {
  const shifted = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), secret]).toString('base64')
    // The characters at both ends depend on what stands beside the secret.
    const own = text.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + secret.length) * 4) / 3))
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const hex = secret.toString('hex')
  return [secret.toString('latin1'), ...shifted, hex, hex.toUpperCase()]
}

export const found = (secrets: Map<string, Buffer>, texts: string[]) =>
  [...secrets].flatMap(([name, secret]) =>
    forms(secret).some((form) => texts.some((text) => text.includes(form))) ? [name] : [],
  )

/** Every file below a folder, as Latin-1. */
export async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
}

/** Command line and environment of a process and all that it has started. */
export async function processesOf(pid: number): Promise<string[]> {
  const files = [pid, ...descendants(pid)].flatMap((one) => [`/proc/${one}/cmdline`, `/proc/${one}/environ`])
  return Promise.all(files.map((file) => readFile(file, 'latin1')))
}

/** The private halves in the vault: of PKCS#8 the last 32 bytes, which are all there is of an Ed25519 key. */
export async function privateHalves(profileDir: string): Promise<[string, Buffer][]> {
  const store = await sealedFile(profileDir).open(Buffer.from(PASSWORD))
  const { keys } = await readProfile(profileDir)
  const halves = keys.map(async ({ id, name }): Promise<[string, Buffer]> => {
    const secret = await store.get(`key/${id}`)
    if (secret === null) throw new Error(`The vault has no private key of ${name}.`)
    return [`private key of ${name}`, Buffer.from(secret.slice(-32))]
  })
  return Promise.all(halves).finally(() => store.close())
}

/** What the page holds after a garbage collection: every string that its scripts can reach, as V8 lists them. */
export async function stringsOfPage(page: Page): Promise<string> {
  const devtools = await page.context().newCDPSession(page)
  const chunks: string[] = []
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devtools.detach()
  return (JSON.parse(chunks.join('')) as { strings: string[] }).strings.join('\n')
}

/** Those of the secrets that stand in the memory of a page's process of this test's browser, in whatever form. */
export async function foundInRenderers(secrets: Map<string, Buffer>): Promise<string[]> {
  const pids = []
  for (const pid of descendants(process.pid))
    if ((await readFile(`/proc/${pid}/cmdline`, 'latin1')).includes('--type=renderer')) pids.push(pid)
  if (pids.length === 0) throw new Error('No page runs.')
  const patterns = [...secrets].flatMap(([name, secret]) =>
    forms(secret).map((form, n): [string, Buffer] => [`${name}, form ${n}`, Buffer.from(form, 'latin1')]),
  )
  return pids.flatMap((pid) =>
    Object.entries(searchMemory(pid, Object.fromEntries(patterns))).flatMap(([name, places]) =>
      places.length > 0 ? [name] : [],
    ),
  )
}

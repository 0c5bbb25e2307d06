import { createHash } from 'node:crypto'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createApp } from '../../main/core/app.js'
import { string } from '../../main/core/keys/ssh-wire.js'
import type { KeyRecord } from '../../main/core/profile.js'
import type { App } from '../../main/core/services.js'
import { memoryBackend } from '../helpers/memory-backend.js'
import { memoryFolders } from '../helpers/memory-folders.js'
import {
  memoryDocumentStore,
  memoryProfileStore,
  memoryTextFile,
  testLog,
} from '../helpers/memory-profile.js'
import { plainNotes } from '../helpers/plain-notes.js'
import { systemClock } from '../helpers/system-clock.js'

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString()

function record(n: number): KeyRecord {
  const point = createHash('sha256').update(`key ${n}`).digest()
  const blob = Buffer.concat([string('ssh-ed25519'), string(point)]).toString('base64')
  const known = { id: `k${n}`, name: `key ${n}`, type: 'ed25519' as const, bits: 256, blob }
  return {
    ...plainNotes,
    ...known,
    phase: 'stored',
    comment: 'me',
    origin: 'generated',
    createdAt: daysAgo(90),
  }
}

/** The whole core on a keychain in memory, and which secrets it has read. */
async function startApp(keys: KeyRecord[]): Promise<{ app: App; read: string[]; names: () => string[] }> {
  const backend = memoryBackend('keychain', { exists: true })
  const read: string[] = []
  const { get } = backend.kept
  backend.kept.get = (name) => {
    read.push(name)
    return get(name)
  }
  for (const { id } of keys) await backend.kept.set(`key/${id}`, Uint8Array.of(1))
  const vault = { backend: 'keychain' as const, createdAt: daysAgo(90) }
  const ports = {
    clock: systemClock,
    log: testLog(),
    profile: memoryProfileStore({ vault, keys }),
    cache: memoryDocumentStore(),
    knownHosts: memoryTextFile(),
    secretStores: [backend.factory],
    ...memoryFolders(),
  }
  const host = { kind: 'web' as const, version: '0', profileDir: '/', putAside: [], lab: null }
  const app = createApp(ports, host)
  onTestFinished(() => app.close())
  expect((await app.vault.status(undefined, {})).state).toBe('open')
  return { app, read, names: backend.kept.names }
}

it('a start with 1,000 key pairs reads no private key', async () => {
  const { app, read } = await startApp(Array.from({ length: 1000 }, (_, n) => record(n)))
  expect(await app.keys.list(undefined, {})).toHaveLength(1000)
  expect(await app.keys.usage({ id: 'k7' }, {})).toEqual({ bindings: [], declared: [], sessions: 0 })
  expect(read.filter((name) => name.startsWith('key/'))).toEqual([])
})

it('an opening of the vault empties the bin of what has been in it for its days', async () => {
  const over = { ...record(1), binnedAt: daysAgo(40), dueSince: daysAgo(1) }
  const { app, names } = await startApp([over, { ...record(2), binnedAt: daysAgo(20) }, record(3)])
  await vi.waitFor(() => expect(names()).toEqual(['key/k2', 'key/k3']))
  const left = await app.keys.list(undefined, {})
  expect(left.map(({ name, state }) => [name, state])).toEqual([
    ['key 2', 'bin'],
    ['key 3', 'active'],
  ])
})

import { expect, onTestFinished } from 'vitest'
import { createApp } from '../../main/core/app.js'
import type { KeyRecord } from '../../main/core/profile.js'
import type { App } from '../../main/core/services.js'
import { memoryBackend } from './memory-backend.js'
import { memoryBackups } from './memory-backups.js'
import { memoryFolders } from './memory-folders.js'
import {
  memoryActivity,
  memoryDocumentStore,
  memoryProfileStore,
  memoryTextFile,
  testLog,
} from './memory-profile.js'
import { systemClock } from './system-clock.js'

/** The whole core on a keychain in memory, and which secrets it has read. */
export async function startApp(
  keys: KeyRecord[] = [],
): Promise<{ app: App; read: string[]; names: () => string[] }> {
  const backend = memoryBackend('keychain', { exists: true })
  const read: string[] = []
  const { get } = backend.kept
  backend.kept.get = (name) => {
    read.push(name)
    return get(name)
  }
  for (const { id } of keys) await backend.kept.set(`key/${id}`, Uint8Array.of(1))
  const vault = { backend: 'keychain' as const, createdAt: new Date().toISOString() }
  const ports = {
    clock: systemClock,
    log: testLog(),
    profile: memoryProfileStore({ vault, keys }),
    cache: memoryDocumentStore(),
    knownHosts: memoryTextFile(),
    activity: memoryActivity(),
    secretStores: [backend.factory],
    ...memoryFolders(),
    backups: memoryBackups(),
  }
  const host = { kind: 'web' as const, version: '0', profileDir: '/', putAside: [], lab: null }
  const app = createApp(ports, host)
  onTestFinished(() => app.close())
  expect((await app.vault.status(undefined, {})).state).toBe('open')
  return { app, read, names: backend.kept.names }
}

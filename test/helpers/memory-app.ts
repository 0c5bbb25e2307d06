import { expect } from 'vitest'
import type { KeyRecord } from '../../main/core/profile.js'
import type { App } from '../../main/core/services.js'
import { backupLab } from './backup-lab.js'

/** The whole core on a keychain in memory, and which secrets it has read. */
export async function startApp(
  keys: KeyRecord[] = [],
): Promise<{ app: App; read: string[]; names: () => string[] }> {
  const { app, secrets } = await backupLab({ keys }, { open: false })
  const read: string[] = []
  const { get } = secrets
  secrets.get = (name) => {
    read.push(name)
    return get(name)
  }
  for (const { id } of keys) await secrets.set(`key/${id}`, Uint8Array.of(1))
  expect((await app.vault.status(undefined, {})).state).toBe('open')
  return { app, read, names: secrets.held }
}

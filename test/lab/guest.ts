import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Guest } from '../simulators/cloudstack/guest.js'

/** A guest that answers SSH on a port of 127.0.0.1. */
export interface LabGuest extends Guest {
  port: number
  /** The one login user of its image. */
  user: string
  authorizedKeysPath: string
  /** `SHA256:…` of the host keys it shows now; empty before the first boot. */
  hostKeyFingerprints(): string[]
  /** Becomes another machine at the same address: new host keys. Ends every session; running again when it resolves. */
  rebuild(): Promise<void>
}

/** What a guest is made from. */
export interface GuestImage {
  /** An empty folder of its own. */
  dir: string
  /** Its hostname. */
  name: string
  port: number
  user: string
}

/**
 * Adds the keys that an authorized_keys file lacks (by type and blob) at its end and removes none, as cloud-init's ssh
 * module does. Makes the file if there is none.
 */
export async function offerKeys(path: string, keys: string[]): Promise<void> {
  const text = existsSync(path) ? await readFile(path, 'utf8') : ''
  const missing = keys.filter((key) => !text.includes(key))
  const separator = text === '' || text.endsWith('\n') ? '' : '\n'
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, text + separator + missing.map((key) => `${key}\n`).join(''), { mode: 0o600 })
}

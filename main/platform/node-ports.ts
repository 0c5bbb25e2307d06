import { join } from 'node:path'
import type { Ports } from '../core/ports.js'
import { systemClock } from './clock.js'
import { documentStore } from './document-store.js'
import { keychain } from './keychain.js'
import { fileLog } from './log.js'
import { ensureProfileDirectory } from './paths.js'
import { lockProfile } from './profile-lock.js'
import { openProfileStore, type PutAside } from './profile-store.js'
import { sealedFile } from './sealed-file.js'
import { textFile } from './text-file.js'

export interface NodePorts extends Ports {
  /** Files that were damaged and put aside at this start. */
  putAside: PutAside[]
  /** Lets another Latchkey use the profile. Close the app that uses the ports first. */
  close(): Promise<void>
}

/** The ports on a real machine, over one profile directory. Throws `profile-in-use` and `profile-newer`. */
export async function openPorts({ profileDir }: { profileDir: string }): Promise<NodePorts> {
  await ensureProfileDirectory(profileDir)
  const lock = await lockProfile(profileDir)
  try {
    return { ...(await openAll(profileDir)), close: lock.release }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openAll(profileDir: string): Promise<Omit<NodePorts, 'close'>> {
  const { store, putAside } = await openProfileStore(profileDir)
  const log = fileLog(join(profileDir, 'latchkey.log'), systemClock)
  for (const { problem, ...where } of putAside) log.warn('profile.put-aside', { ...where, problem })
  return {
    clock: systemClock,
    log,
    profile: store,
    putAside,
    cache: documentStore(join(profileDir, 'inventory.json'), log),
    knownHosts: textFile(join(profileDir, 'known_hosts')),
    secretStores: [await keychain(store.read().id), sealedFile(profileDir)],
  }
}

import { createKeys, type KeyRing, type KeysParts } from '../../main/core/keys/keys.js'
import type { Ports, ProfileStore } from '../../main/core/ports.js'
import type { Profile } from '../../main/core/profile.js'
import { type FakeVault, fakeVault } from './fake-vault.js'
import { memoryExports, memorySshFolder } from './memory-folders.js'
import { memoryProfileStore, type TestClock, type TestLog, testClock, testLog } from './memory-profile.js'

export interface KeysLab {
  keys: KeyRing
  profile: ProfileStore
  vault: FakeVault
  secrets: FakeVault['store']
  clock: TestClock
  log: TestLog
}

export interface KeysLabOptions
  extends Partial<Pick<Ports, 'readUserFile' | 'sshFolder' | 'clock' | 'exports'>> {
  content?: Partial<Profile>
  onlyWayInto?: KeysParts['onlyWayInto']
}

/** The real key pairs over a vault, a profile and folders in memory. */
export function keysLab({ content = {}, onlyWayInto, ...given }: KeysLabOptions = {}): KeysLab {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const profile = memoryProfileStore({ vault: { backend: 'keychain', createdAt }, ...content })
  const vault = fakeVault()
  const clock = testClock()
  const log = testLog()
  const folders = { sshFolder: memorySshFolder(), exports: memoryExports() }
  const ports = { profile, clock, log, ...folders, ...given }
  const keys = createKeys({ ports, vault, ...(onlyWayInto && { onlyWayInto }) })
  return { keys, profile, vault, secrets: vault.store, clock, log }
}

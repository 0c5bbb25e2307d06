import { createKeys, type KeyRing } from '../../main/core/keys/keys.js'
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
}

/** The real key pairs over a vault, a profile and folders in memory. */
export function keysLab({ content = {}, ...given }: KeysLabOptions = {}): KeysLab {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const profile = memoryProfileStore({ vault: { backend: 'keychain', createdAt }, ...content })
  const vault = fakeVault()
  const clock = testClock()
  const log = testLog()
  const folders = { sshFolder: memorySshFolder(), exports: memoryExports() }
  const keys = createKeys({ ports: { profile, clock, log, ...folders, ...given }, vault })
  return { keys, profile, vault, secrets: vault.store, clock, log }
}

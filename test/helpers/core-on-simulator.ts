import { cloudAdapters } from '../../main/core/clouds/registry.js'
import { createAccounts } from '../../main/core/inventory/accounts.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { createKeys } from '../../main/core/keys/keys.js'
import { fakeVault } from './fake-vault.js'
import { latchkeySsh } from './latchkey-ssh.js'
import { memoryFolders } from './memory-folders.js'
import { memoryDocumentFolder, memoryProfileStore, testLog } from './memory-profile.js'
import { systemClock } from './system-clock.js'

/** The core's real services with every adapter, before any account is added; what they keep is in memory. */
export function coreOnSimulator() {
  const vaultRecord = { backend: 'sealed-file', createdAt: new Date(0).toISOString() } as const
  const profile = memoryProfileStore({ vault: vaultRecord })
  const memory = { cache: memoryDocumentFolder(), ...memoryFolders() }
  const ports = { profile, clock: systemClock, log: testLog(), ...memory }
  const vault = fakeVault()
  const { connect } = latchkeySsh()
  const keys = createKeys({ ports, vault })
  const accounts = createAccounts({ ports, vault, keys, adapters: cloudAdapters })
  const instances = createInstances({ ports, accounts })
  return { ports, keys, accounts, instances, connect }
}

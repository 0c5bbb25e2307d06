import { LatchkeyError } from '../../main/core/lib/error.js'
import type { VaultService } from '../../main/core/services.js'
import { memorySecretStore } from './memory-secret-store.js'

export interface FakeVault extends Pick<VaultService, 'secrets' | 'onOpen' | 'onLock'> {
  store: ReturnType<typeof memorySecretStore>
  lock(): void
  unlock(): void
}

/** An open vault in memory, as far as services that keep secrets in it can see. */
export function fakeVault(): FakeVault {
  const store = memorySecretStore()
  const openListeners = new Set<() => void>()
  const lockListeners = new Set<() => void>()
  let open = true

  return {
    store,
    secrets() {
      if (!open) throw new LatchkeyError('vault-locked', 'The vault is locked.')
      return store
    },
    onOpen(listener) {
      openListeners.add(listener)
      return () => openListeners.delete(listener)
    },
    onLock(listener) {
      lockListeners.add(listener)
      return () => lockListeners.delete(listener)
    },
    lock() {
      open = false
      for (const listener of lockListeners) listener()
    },
    unlock() {
      open = true
      for (const listener of openListeners) listener()
    },
  }
}

import { LatchkeyError } from '../../main/core/lib/error.js'
import type { VaultService } from '../../main/core/services.js'
import { memorySecretStore } from './memory-secret-store.js'

export interface FakeVault extends Pick<VaultService, 'secrets' | 'watch' | 'onLock'> {
  store: ReturnType<typeof memorySecretStore>
  lock(): void
  unlock(): void
}

/** An open vault in memory, as far as services that keep secrets in it can see. */
export function fakeVault(): FakeVault {
  const store = memorySecretStore()
  const lockListeners = new Set<() => void>()
  let open = true
  let wake: () => void = () => undefined

  function set(state: boolean): void {
    open = state
    if (!open) for (const listener of lockListeners) listener()
    wake()
  }

  async function* states() {
    while (true) {
      const state = open ? ('open' as const) : ('locked' as const)
      const password = { hasPassword: true, passwordCost: open ? 'Argon2id' : null }
      yield { state, backend: 'sealed-file' as const, label: 'Memory', choices: [], ...password }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    store,
    secrets() {
      if (!open) throw new LatchkeyError('vault-locked', 'The vault is locked.')
      return store
    },
    watch: async () => states(),
    onLock(listener) {
      lockListeners.add(listener)
      return () => lockListeners.delete(listener)
    },
    lock: () => set(false),
    unlock: () => set(true),
  }
}

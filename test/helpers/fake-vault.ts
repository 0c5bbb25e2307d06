import { LatchkeyError } from '../../main/core/lib/error.js'
import type { VaultService } from '../../main/core/services.js'
import { memorySecretStore } from './memory-secret-store.js'

export interface FakeVault extends Pick<VaultService, 'secrets' | 'watch'> {
  store: ReturnType<typeof memorySecretStore>
  lock(): void
  unlock(): void
}

/** An open vault in memory, as far as services that keep secrets in it can see. */
export function fakeVault(): FakeVault {
  const store = memorySecretStore()
  let open = true
  let wake: () => void = () => undefined

  function set(state: boolean): void {
    open = state
    wake()
  }

  async function* states() {
    while (true) {
      const state = open ? ('open' as const) : ('locked' as const)
      yield { state, backend: 'sealed-file' as const, label: 'Memory', choices: [] }
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
    lock: () => set(false),
    unlock: () => set(true),
  }
}

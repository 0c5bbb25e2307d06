import type { VaultStatus } from '../../contract/vault.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue as live } from '../../main/core/lib/live-value.js'
import type { VaultService } from '../../main/core/services.js'
import * as data from './fake-data.js'

/** The vault of the fake app: it has a state, and keeps nothing. */
export function fakeVaultService(vault: keyof typeof data.vaultStates = 'open'): VaultService {
  const status = live<VaultStatus>(data.vaultStates[vault])
  const become = (next: VaultStatus) => {
    status.set(next)
    return next
  }
  return {
    status: async () => status.get(),
    watch: async (_input, { signal }) => status.watch(signal),
    async create({ backend, password = '' }) {
      if (backend === 'sealed-file' && password.length < 8)
        throw new LatchkeyError('password-weak', 'A vault password has at least 8 characters.')
      return become({
        ...data.vaultStates.open,
        backend,
        label: backend === 'keychain' ? 'GNOME keyring' : 'Sealed file',
      })
    },
    async unlock({ password }) {
      if (status.get().state === 'unavailable')
        throw new LatchkeyError('keychain-unavailable', 'The GNOME keyring does not answer.')
      if (password === 'wrong')
        throw new LatchkeyError('password-wrong', 'This is not the password of the vault.', {
          advice: 'Check the keyboard layout and Caps Lock.',
        })
      return become({ ...status.get(), state: 'open' })
    },
    lock: async () => become({ ...status.get(), state: 'locked' }),
    setPassword: async ({ next }) => become({ ...status.get(), hasPassword: next !== null }),
    touch: async () => undefined,
    lockBecause: async (lockedBy) => void become({ ...status.get(), state: 'locked', lockedBy }),
    onLock: () => () => undefined,
    secrets() {
      throw new Error('The fake app keeps no secrets')
    },
  }
}

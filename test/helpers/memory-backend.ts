import type { Backend } from '../../contract/vault.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type {
  PlainStoreFactory,
  ProtectedStore,
  SealedStoreFactory,
  SecretStore,
} from '../../main/core/ports.js'
import { memorySecretStore } from './memory-secret-store.js'

/** A backend in memory with one store, which survives locking. `fail` makes its calls fail. */
export function memoryBackend(backend: Backend, { exists = false, password = 'correct horse' } = {}) {
  const state = { exists, fail: null as LatchkeyError | null, available: true, opened: 0, password }
  const kept = memorySecretStore()
  const common = {
    label: backend === 'keychain' ? 'GNOME keyring' : 'Sealed file',
    probe: async () =>
      state.available ? { available: true as const } : { available: false as const, reason: 'No bus.' },
    async exists() {
      if (state.fail) throw state.fail
      return state.exists
    },
    async discard() {
      if (state.fail) throw state.fail
      if (backend === 'sealed-file') for (const name of kept.held()) await kept.delete(name)
      state.exists = false
    },
  }
  const openPlain = (): SecretStore => {
    state.opened++
    return {
      names: () => kept.names(),
      get: (name) => kept.get(name),
      set: (name, secret) => kept.set(name, secret),
      delete: (name) => kept.delete(name),
      close: async () => undefined,
    }
  }
  const requireThere = () => {
    if (state.fail) throw state.fail
    if (!state.exists) throw new LatchkeyError('vault-missing', 'Not there.')
  }
  const make = () => {
    if (state.fail) throw state.fail
    if (state.exists) throw new LatchkeyError('vault-exists', 'There is one.')
    state.exists = true
  }
  const requirePassword = (given: Uint8Array | null) => {
    if (text(given) !== state.password) throw new LatchkeyError('password-wrong', 'Wrong.')
  }
  const openSealed = (): ProtectedStore => ({
    ...openPlain(),
    passwordCost: () => 'Argon2id',
    async setPassword(current, next) {
      requirePassword(current)
      state.password = text(next)
    },
  })
  const plain: PlainStoreFactory = {
    ...common,
    backend,
    needsPassword: false,
    async create() {
      make()
      return openPlain()
    },
    async open() {
      requireThere()
      return openPlain()
    },
  }
  const sealed: SealedStoreFactory = {
    ...common,
    backend,
    needsPassword: true,
    async create(given) {
      make()
      state.password = text(given)
      return openSealed()
    },
    async open(given) {
      requireThere()
      requirePassword(given)
      return openSealed()
    },
  }
  return { factory: backend === 'keychain' ? plain : sealed, state, kept }
}

const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString()

import { isLatchkeyError, type LatchkeyError } from '../lib/error.js'
import type { ProtectedStore, SealedStoreFactory, SecretStoreFactory } from '../ports.js'
import { closeOnFailure } from './close-on-failure.js'
import { type LayerOptions, passwordLayer } from './password-layer.js'
import { passwordNeeded, vaultLocked, wrongKindOfVault } from './vault-errors.js'

/** A secret store as the vault sees it: with a password, or able to have one. Passwords are UTF-8; the caller wipes them. */
export interface VaultBackend extends Pick<SecretStoreFactory, 'backend' | 'label' | 'needsPassword'> {
  /** Whether it can be opened only with a password. Throws what opening throws. */
  hasPassword(): Promise<boolean>
  create(password: Uint8Array | null): Promise<ProtectedStore>
  /** Throws `vault-locked` where it needs a password and gets none, `input-invalid` the other way round. */
  open(password: Uint8Array | null): Promise<ProtectedStore>
}

/** Throws `keychain-unavailable` where this host has no such backend. */
export function factoryOf(factories: SecretStoreFactory[], kind: string): SecretStoreFactory {
  const found = factories.find(({ backend }) => backend === kind)
  if (found === undefined) throw wrongKindOfVault(kind)
  return found
}

/** Throws as `factoryOf` does. */
export function backendOf(factories: SecretStoreFactory[], kind: string, layer: LayerOptions): VaultBackend {
  const found = factoryOf(factories, kind)
  return found.needsPassword ? sealedBackend(found) : passwordLayer(found, layer)
}

function sealedBackend(factory: SealedStoreFactory): VaultBackend {
  const { backend, label } = factory
  return {
    backend,
    label,
    needsPassword: true,
    hasPassword: async () => true,
    async create(password) {
      if (password === null) throw passwordNeeded(label)
      return factory.create(password)
    },
    async open(password) {
      if (password === null) throw vaultLocked(true)
      return factory.open(password)
    },
  }
}

/** Only called while the profile knows no vault: a store that is there already is one whose making was cut off. */
export async function createOrTake(
  backend: VaultBackend,
  password: Uint8Array | null,
): Promise<ProtectedStore> {
  try {
    return await backend.create(password)
  } catch (error) {
    if (!isLatchkeyError(error, 'vault-exists')) throw error
    return take(backend, password, error)
  }
}

/** With another password than the one it was made with it can't be taken, and then it simply exists. */
async function take(backend: VaultBackend, password: Uint8Array | null, exists: LatchkeyError) {
  try {
    if (password === null || (await backend.hasPassword())) return await backend.open(password)
    const store = await backend.open(null)
    await closeOnFailure(store, () => store.setPassword(null, password))
    return store
  } catch (error) {
    throw isLatchkeyError(error, 'password-wrong') || isLatchkeyError(error, 'vault-locked') ? exists : error
  }
}

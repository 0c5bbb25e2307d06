import type { SecretStore } from '../../main/core/ports.js'

/** A SecretStore in memory, with the port's promises: own copies in and out, and none once it is closed. `held`: their names. */
export function memorySecretStore(): SecretStore & { held(): string[] } {
  const secrets = new Map<string, Uint8Array>()
  let closed = false

  function open(): Map<string, Uint8Array> {
    if (closed) throw new Error('The secret store is closed.')
    return secrets
  }

  return {
    names: async () => [...open().keys()].sort(),
    get: async (name) => open().get(name)?.slice() ?? null,
    set: async (name, secret) => void open().set(name, Uint8Array.from(secret)),
    delete: async (name) => open().delete(name),
    close: async () => {
      closed = true
      secrets.clear()
    },
    held: () => [...secrets.keys()].sort(),
  }
}

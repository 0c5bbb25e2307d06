import type { KeychainEntries } from '../../main/platform/keychain-entries.js'

/** Items in memory, with Windows' limit. The real keychain is in test/integration/keychain.test.ts. */
export function memoryEntries() {
  const items = new Map<string, Uint8Array>()
  let writes = 0
  let failing = false
  const entries: KeychainEntries = {
    get: async (account) => items.get(account)?.slice() ?? null,
    async set(account, bytes) {
      if (bytes.length > 2560) throw new Error('Windows takes no more than 2,560 bytes.')
      if (failing) throw new Error('The keychain is locked.')
      writes++
      items.set(account, Uint8Array.from(bytes))
    },
    delete: async (account) => items.delete(account),
  }
  return {
    items,
    entries,
    written: () => writes,
    fail: (now: boolean) => {
      failing = now
    },
  }
}

import type { SecretStore } from '../ports.js'

/** Closes the store, and with it every key in memory, where `work` fails. */
export async function closeOnFailure<T>(store: SecretStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await store.close()
    throw error
  }
}

import type { KeyRecord } from '../profile.js'
import type { VaultService } from '../services.js'
import { secretName } from '../vault/secret-record.js'
import { requireUsable, secretMissing } from './key-refusals.js'

/**
 * A key pair's private half out of the open vault: PKCS#8 DER, which the caller wipes. Throws `key-in-bin`,
 * `key-public-only`, `secret-missing` or the vault's errors.
 */
export type StoredHalf = (record: KeyRecord) => Promise<Uint8Array>

export function createStoredHalf(vault: Pick<VaultService, 'secrets'>): StoredHalf {
  return async (record) => {
    requireUsable(record)
    const pkcs8 = await vault.secrets().get(secretName('keys', record.id))
    if (pkcs8 === null) throw secretMissing(record.name)
    return pkcs8
  }
}

import { wipe } from '../lib/wipe.js'
import type { VaultService } from '../services.js'
import type { KeyRecords } from './key-records.js'
import { requireUsable } from './key-refusals.js'
import { openSigner } from './open-signer.js'
import type { Signer } from './signer.js'
import type { StoredHalf } from './stored-half.js'

export interface SignersParts {
  vault: Pick<VaultService, 'secrets' | 'onLock'>
  records: KeyRecords
  storedHalf: StoredHalf
}

/** Opens key pairs for signing. Those that are open when the vault locks are closed, and sign nothing from then on. */
export function createSigners({ vault, records, storedHalf }: SignersParts) {
  const open = new Set<Signer>()
  const closeAll = (which: (signer: Signer) => boolean) => {
    for (const signer of [...open].filter(which)) signer.close()
  }
  vault.onLock(() => closeAll(() => true))

  const sayWhyClosed = (id: string) => {
    vault.secrets()
    requireUsable(records.find(id))
  }

  const keepTrack = (signer: Signer): Signer => {
    const kept: Signer = {
      ...signer,
      async sign(data, hash) {
        if (!open.has(kept)) sayWhyClosed(signer.keyId)
        return signer.sign(data, hash)
      },
      close() {
        open.delete(kept)
        signer.close()
      },
    }
    open.add(kept)
    return kept
  }

  return {
    /** Nothing signs with the key pair from now on, until it is opened again. */
    close: (id: string) => closeAll(({ keyId }) => keyId === id),

    /** As `KeysService.openSigner`. */
    async open(id: string): Promise<Signer> {
      const record = records.find(id)
      const pkcs8 = await storedHalf(record)
      try {
        vault.secrets() // it may have been locked while the secret was on its way
        return keepTrack(openSigner(record, pkcs8))
      } finally {
        wipe(pkcs8)
      }
    },
  }
}

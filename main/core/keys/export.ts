import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService, VaultService } from '../services.js'
import { requireGoodPassphrase } from './export-passphrase.js'
import { writePrivateKey } from './formats/write-private-key.js'
import { writePublicKey } from './formats/write-public-key.js'
import { matchingKey } from './open-signer.js'

export interface KeyExportParts {
  ports: Pick<Ports, 'exports' | 'log'>
  vault: Pick<VaultService, 'secrets'>
  /** Throws `key-not-found`. */
  find(id: string): KeyRecord
  /**
   * PKCS#8 DER, which the export wipes. Throws `key-in-bin`, `key-public-only`, `secret-missing` or the vault's errors.
   */
  privateHalf(record: KeyRecord): Promise<Uint8Array>
}

export type KeyExport = Pick<KeysService, 'publicKey' | 'exportFolders' | 'export'>

/** The ways by which a key pair leaves the vault: its public half as text, its private half as a file of the user's. */
export function createKeyExport({ ports, vault, find, privateHalf }: KeyExportParts): KeyExport {
  const { exports: target, log } = ports

  const open = async (record: KeyRecord) => {
    const pkcs8 = await privateHalf(record)
    try {
      // What leaves the vault is what its record says.
      return matchingKey(pkcs8, Buffer.from(record.blob, 'base64'))
    } finally {
      wipe(pkcs8)
    }
  }

  return {
    async publicKey({ id, format }) {
      const { blob, comment } = find(id)
      return writePublicKey(Buffer.from(blob, 'base64'), format, comment)
    },

    exportFolders: async () => target.folders(),

    async export({ id, format, passphrase, unprotected, folder, fileName }, { signal }) {
      const record = find(id)
      requireProtection(record.name, passphrase, unprotected)
      const key = await open(record)
      const text = await withSecretText(passphrase || null, (bytes) =>
        writePrivateKey(key, { format, passphrase: bytes, comment: record.comment }, signal),
      )
      try {
        signal?.throwIfAborted()
        vault.secrets() // it may have been locked meanwhile
        const path = await target.write(folder, fileName, text)
        log.info('key.exported', { id, format, encrypted: Boolean(passphrase), path })
        return { path }
      } finally {
        wipe(text)
      }
    },
  }
}

/** Encrypted, or in plain text by the user's word typed for this very key pair. */
function requireProtection(name: string, passphrase: string | undefined, unprotected: string | undefined) {
  if (passphrase) return requireGoodPassphrase(passphrase)
  if (unprotected === name) return
  throw new LatchkeyError('passphrase-needed', 'A private key is written with a passphrase.', {
    advice: `Choose one, or type ${name} to write the file without: whoever gets it can then use the key.`,
  })
}

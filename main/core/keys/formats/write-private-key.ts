import type { KeyObject } from 'node:crypto'
import type { PrivateFormat } from '../../../../contract/keys.js'
import { oneLine } from '../public-key.js'
import { writeOpenssh } from './write-openssh.js'
import { writePem } from './write-pem.js'
import { writePkcs8 } from './write-pkcs8.js'
import { writePpk } from './write-ppk.js'

export interface WriteAs {
  format: PrivateFormat
  /** Null for a file that anybody can use. */
  passphrase: Uint8Array | null
  /** PEM and PKCS#8 have no place for it. */
  comment: string
}

/**
 * The text of a private key file, with the line lengths and settings that the format's own tool writes. The slow part,
 * making a key of the passphrase, is done off the main thread. Answers a fresh buffer, which the caller wipes, as it does
 * the passphrase. Throws `key-type-unsupported` for what the format can't hold, and `cancelled`.
 */
export async function writePrivateKey(
  key: KeyObject,
  { format, passphrase, comment }: WriteAs,
  signal?: AbortSignal,
): Promise<Buffer> {
  const line = oneLine(comment)
  if (format === 'openssh') return writeOpenssh(key, passphrase, line, signal)
  if (format === 'pkcs8') return writePkcs8(key, passphrase, signal)
  if (format === 'pem') return writePem(key, passphrase)
  return writePpk(key, passphrase, line, format === 'ppk3' ? 3 : 2, signal)
}

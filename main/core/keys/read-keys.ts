import { isLatchkeyError } from '../lib/error.js'
import type { FoundKey } from './found-key.js'
import { parsePublicKeyLine } from './public-key.js'
import { readPrivateKey } from './read-private-key.js'

/**
 * Every key in what a user gave, in its order. `opening` names the one that the passphrase is for. The caller wipes
 * `file` and the passphrase. Throws `key-unreadable` where there is nothing of a key, `passphrase-wrong`, `cancelled`.
 */
export async function readKeys(
  file: Uint8Array,
  opening: { part: number; passphrase: Uint8Array } | null,
  signal?: AbortSignal,
): Promise<FoundKey[]> {
  try {
    const found = await readPrivateKey(file, opening?.passphrase ?? null, signal)
    const looks = { format: 'Private key', encryption: null }
    if (found.state === 'key') return [{ ...looks, ...found }]
    return [{ ...looks, ...found, encryption: 'passphrase', comment: '' }]
  } catch (error) {
    if (isLatchkeyError(error, 'passphrase-needed'))
      return [{ state: 'encrypted', format: 'PEM', encryption: 'passphrase', blob: null, comment: '' }]
    const line = isLatchkeyError(error, 'key-is-public')
      ? parsePublicKeyLine(Buffer.from(file).toString())
      : null
    if (line === null) throw error
    return [{ state: 'public', format: 'OpenSSH public key', blob: line.blob, comment: line.comment }]
  }
}

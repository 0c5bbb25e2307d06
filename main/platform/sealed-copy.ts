import { LatchkeyError } from '../core/lib/error.js'
import { secretCopy, wipe } from '../core/lib/wipe.js'
import type { OpenedCopy } from '../core/ports.js'
import { openSealed } from './sealed-format.js'
import { decodeTable } from './secret-table.js'

/**
 * What a sealed file of any version holds, to be read only: the file itself is never sealed anew. Throws
 * `password-wrong`, also where there is none, and `vault-damaged`.
 */
export async function openSealedCopy(
  file: Uint8Array,
  password: Uint8Array | null,
): Promise<NonNullable<OpenedCopy['secrets']>> {
  if (password === null) throw passwordOfThen()
  const { plain, seal } = await openSealed(file, password)
  wipe(seal?.key)
  const table = decodeTable(plain)
  return {
    async get(name) {
      const secret = table.get(name)
      return secret === undefined ? null : secretCopy(secret)
    },
    close: async () => wipe(plain),
  }
}

function passwordOfThen(): LatchkeyError {
  return new LatchkeyError('password-wrong', 'The copy has a sealed file, which needs its password.', {
    advice: 'Enter the password that the vault had when the copy was kept.',
    retryable: true,
  })
}

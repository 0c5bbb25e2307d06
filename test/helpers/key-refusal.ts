import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { isLatchkeyError, type LatchkeyError } from '../../main/core/lib/error.js'

/**
 * Why a file of one key is refused though its passphrase, "correct horse" unless given, is there. That must not take
 * long: what the file asks for is looked at, not done. Throws if it is taken.
 */
export async function refusal(
  given: string | Uint8Array,
  passphrase = 'correct horse',
): Promise<LatchkeyError> {
  const file = typeof given === 'string' ? Buffer.from(given) : given
  const start = performance.now()
  const opening = { part: 0, passphrase: Buffer.from(passphrase) }
  const found = await readKeys(file, opening).catch((error: unknown) => error)
  const seconds = (performance.now() - start) / 1000
  if (seconds > 5) throw new Error(`It was looked at for ${seconds} s`)
  const error = Array.isArray(found) && found.length === 1 ? found[0].problem : found
  if (isLatchkeyError(error)) return error
  throw new Error('it was taken', { cause: error })
}

import { wipe } from '../lib/wipe.js'
import type { SecretStore } from '../ports.js'

/**
 * Resolves when the store answers: a keychain that is locked, gone or another one shows itself before anything is begun
 * that would have to be taken back. Throws what reading throws.
 */
export async function sureOfAnswer(secrets: SecretStore): Promise<void> {
  wipe(await secrets.get(NEVER_WRITTEN))
}

/** Of no record, so that the store looks for itself instead (`get`: null is only ever said for sure). */
const NEVER_WRITTEN = 'answer'

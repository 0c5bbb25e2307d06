import { createPrivateKey } from 'node:crypto'
import { told } from '../../../contract/words/say.js'
import { readAccountSecret, secretFieldNames } from '../inventory/account-secrets.js'
import { damagedKey } from '../keys/key-errors.js'
import { matchingKey } from '../keys/open-signer.js'
import { type ProvenKey, provePrivateKey } from '../keys/prove.js'
import { blobFromKey } from '../keys/public-key.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { SecretStore } from '../ports.js'
import type { AccountRecord, KeyRecord } from '../profile.js'
import { secretName } from '../vault/secret-record.js'

/** What became of an entry's secret: the error says what is the matter with one that is there. */
export type Look = 'whole' | 'missing' | LatchkeyError

/** Whether the vault has the private half of this key pair. Throws the vault's errors. */
export function lookAtKey(secrets: SecretStore, { id, blob }: KeyRecord): Promise<Look> {
  return judge(secrets, secretName('keys', id), async (pkcs8) => {
    matchingKey(pkcs8, Buffer.from(blob, 'base64'))
  })
}

/** As `lookAtKey`, and has it sign, which takes milliseconds with RSA. */
export function proveKey(secrets: SecretStore, { id, blob }: KeyRecord): Promise<Look> {
  const publicBlob = Buffer.from(blob, 'base64')
  return judge(secrets, secretName('keys', id), async (pkcs8) => {
    await provePrivateKey(matchingKey(pkcs8, publicBlob), publicBlob)
  })
}

/** Whether the vault has credentials of this account that can be read. Throws the vault's errors. */
export function lookAtAccount(secrets: SecretStore, record: AccountRecord): Promise<Look> {
  return judge(secrets, secretName('accounts', record.id), async () => {
    if ((await readAccountSecret(secrets, record)) === null) throw noCredentials()
  })
}

/** As `lookAtKey`, of one that no entry is known of. */
export async function lookAtUnlistedKey(secrets: SecretStore, id: string) {
  let key: ProvenKey | null = null
  const look = await judge(secrets, secretName('keys', id), async (pkcs8) => {
    key = await provenIn(pkcs8)
  })
  return { look, key: key as ProvenKey | null }
}

/** As `lookAtAccount`, with the names of its fields. */
export async function lookAtUnlistedAccount(secrets: SecretStore, id: string) {
  let fields: string[] = []
  const look = await judge(secrets, secretName('accounts', id), async (bytes) => {
    const names = secretFieldNames(bytes)
    if (names === null) throw noCredentials()
    fields = names
  })
  return { look, fields }
}

/** PKCS#8 DER as the vault has it. Throws `key-damaged`. */
export async function provenIn(pkcs8: Uint8Array): Promise<ProvenKey> {
  const key = readable(pkcs8)
  return provePrivateKey(key, blobFromKey(key))
}

function readable(pkcs8: Uint8Array) {
  try {
    const key = Buffer.from(pkcs8.buffer, pkcs8.byteOffset, pkcs8.byteLength)
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch (cause) {
    throw damagedKey(told`what the vault holds can not be read`, cause)
  }
}

function noCredentials(): LatchkeyError {
  return new LatchkeyError('vault-damaged', 'What the vault holds are no credentials for this account.', {
    advice: 'Restore the account from a backup, or enter its credentials again.',
  })
}

const ofTheSecret: string[] = ['vault-damaged', 'key-damaged', 'key-type-unsupported', 'key-too-costly']

async function judge(
  secrets: SecretStore,
  name: string,
  prove: (secret: Uint8Array) => Promise<void>,
): Promise<Look> {
  let secret: Uint8Array | null = null
  try {
    secret = await secrets.get(name)
    if (secret === null) return 'missing'
    await prove(secret)
    return 'whole'
  } catch (error) {
    if (isLatchkeyError(error) && ofTheSecret.includes(error.code)) return error
    throw error
  } finally {
    wipe(secret)
  }
}

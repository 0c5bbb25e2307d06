import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { AccountConnection } from '../../../contract/accounts.js'
import { isLatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { withSecretText } from '../lib/secret-text.js'
import { wipe } from '../lib/wipe.js'
import type { Log, ProfileStore, SecretStore } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import type { VaultService } from '../services.js'
import { secretName } from '../vault/secret-record.js'
import { accountNotFound } from './not-found.js'

/** The form's secret values, by the field's name. */
export type SecretFields = Record<string, string>

const Fields = z.record(z.string(), z.string())

/** Where an account's credentials go: they are for this and nothing else. */
const Way = z.object({ values: Fields, connection: AccountConnection })
type Way = z.infer<typeof Way>

/**
 * What stands in the vault while an account gets another address and other credentials: each with the way that it is for.
 * The record's one write then decides which of them count, so that a crash anywhere leaves either the old whole or the new
 * one, and no credentials are ever sent to an address that they were not entered for.
 */
const Versions = z.object({ versions: z.array(z.object({ for: Way, fields: Fields })) })
type Versions = z.infer<typeof Versions>

interface Parts {
  profile: ProfileStore
  vault: Pick<VaultService, 'secrets' | 'onOpen'>
  log: Log
}

/**
 * The credentials of the stored accounts, each in the vault as `account/<id>` (UTF-8 JSON). Changes that were cut off are
 * finished after each opening of the vault.
 */
export function createAccountSecrets({ profile, vault, log }: Parts) {
  const inTurn = oneAtATime()

  const recordOf = (id: string): AccountRecord => {
    const found = profile.read().accounts.find((account) => account.id === id && account.phase === 'stored')
    if (found === undefined) throw accountNotFound()
    return found
  }

  /** Never throws: nobody has asked for it. */
  async function finishChanges(): Promise<void> {
    for (const { id } of profile.read().accounts) await inTurn(() => finishChange(id))
  }

  async function finishChange(id: string): Promise<void> {
    try {
      const record = profile.read().accounts.find((account) => account.id === id)
      if (record?.phase === 'stored') await dropOtherVersions(vault.secrets(), record)
    } catch (error) {
      if (isLatchkeyError(error, 'vault-locked')) return // the next opening does it
      log.error('account.old-credentials-kept', error, { id })
    }
  }

  vault.onOpen(() => void finishChanges())

  return {
    /**
     * The account with its credentials, null where the vault has none for it: both of one moment, however long the vault
     * takes. Throws `account-not-found` and the vault's errors.
     */
    read: (id: string) =>
      inTurn(async () => {
        const record = recordOf(id)
        return { record, fields: await readAccountSecret(vault.secrets(), record) }
      }),

    /** Record and credentials become what `change` and `fields` say, as one thing. Null fields keep what is there. */
    change: (id: string, change: (record: AccountRecord) => AccountRecord, fields: SecretFields | null) =>
      inTurn(async () => {
        const record = recordOf(id)
        const next = change(record)
        if (fields !== null) await writeBoth(vault.secrets(), record, next, fields)
        await profile.update((now) => ({
          ...now,
          accounts: now.accounts.map((account) => (account.id === id ? next : account)),
        }))
        if (fields !== null) await tidy(vault.secrets(), next, fields, log)
      }),

    /** Removals and changes of one account never meet. */
    inTurn,
  }
}

export type AccountSecrets = ReturnType<typeof createAccountSecrets>

/** The credentials for the record as it is now; null where there are none that can be read. Throws the store's errors. */
export async function readAccountSecret(
  secrets: Pick<SecretStore, 'get'>,
  record: Pick<AccountRecord, 'id' | 'values' | 'connection'>,
): Promise<SecretFields | null> {
  const bytes = await secrets.get(secretName('accounts', record.id))
  try {
    return bytes && fieldsFor(wayOf(record), parsed(bytes))
  } finally {
    wipe(bytes)
  }
}

/** The names of the fields, where nobody knows whose they are; null where there are none that can be read. */
export function secretFieldNames(bytes: Uint8Array): string[] | null {
  const content = parsed(bytes)
  const fields = Versions.safeParse(content).data?.versions.at(-1)?.fields ?? Fields.safeParse(content).data
  return fields === undefined ? null : Object.keys(fields)
}

const wayOf = ({ values, connection }: Way): Way => ({ values, connection })

function fieldsFor(way: Way, content: unknown): SecretFields | null {
  const versions = Versions.safeParse(content)
  if (!versions.success) return Fields.safeParse(content).data ?? null
  return versions.data.versions.find((version) => isDeepStrictEqual(version.for, way))?.fields ?? null
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (_damaged) {
    return null // without the parser's error, which quotes what may be a secret
  }
}

/** Where the way stays, one write is all: there is nothing that the new credentials could be confused with. */
async function writeBoth(
  secrets: SecretStore,
  record: AccountRecord,
  next: AccountRecord,
  fields: SecretFields,
) {
  if (isDeepStrictEqual(wayOf(record), wayOf(next))) return write(secrets, next.id, fields)
  const old = await readAccountSecret(secrets, record)
  const versions = [
    ...(old === null ? [] : [{ for: wayOf(record), fields: old }]),
    { for: wayOf(next), fields },
  ]
  return write(secrets, next.id, { versions })
}

/** A change was cut off: what the record is not for goes. Nothing where that would leave nothing. */
async function dropOtherVersions(secrets: SecretStore, record: AccountRecord): Promise<void> {
  const bytes = await secrets.get(secretName('accounts', record.id))
  try {
    const content = bytes && parsed(bytes)
    const fields = Versions.safeParse(content).success ? fieldsFor(wayOf(record), content) : null
    if (fields !== null) await write(secrets, record.id, fields)
  } finally {
    wipe(bytes)
  }
}

/** The change is done: what was before it goes, now or after the next opening. */
async function tidy(
  secrets: SecretStore,
  { id }: AccountRecord,
  fields: SecretFields,
  log: Log,
): Promise<void> {
  try {
    await write(secrets, id, fields)
  } catch (error) {
    log.error('account.old-credentials-kept', error, { id })
  }
}

async function write(secrets: SecretStore, id: string, content: SecretFields | Versions): Promise<void> {
  await withSecretText(JSON.stringify(content), (bytes) => secrets.set(secretName('accounts', id), bytes))
}

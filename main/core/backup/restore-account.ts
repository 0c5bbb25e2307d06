import { randomUUID } from 'node:crypto'
import { withSecretText } from '../lib/secret-text.js'
import type { ProfileStore, SecretStore } from '../ports.js'
import type { AccountRecord } from '../profile.js'
import { isId, secretName, storeRecord } from '../vault/secret-record.js'
import type { AccountCandidate } from './candidate.js'
import { freeName } from './free-name.js'
import { plainName } from './plain-name.js'

/** Stores an account that is not here, or gives the one that is here the credentials that it lacks. */
export async function restoreAccount(
  { account, twin, lacksSecret }: AccountCandidate,
  { profile, secrets }: { profile: ProfileStore; secrets: SecretStore },
): Promise<AccountRecord> {
  return withSecretText(JSON.stringify(account.credentials), async (secret) => {
    if (twin !== undefined) {
      if (lacksSecret) await secrets.set(secretName('accounts', twin.id), secret)
      return twin
    }
    const { accounts } = profile.read()
    const { kind, preset, values, connection, disabled, addedAt } = account
    // A secret that no account belongs to is not to be written over either.
    const isTaken =
      accounts.some(({ id }) => id === account.id) ||
      (await secrets.names()).includes(secretName('accounts', account.id))
    const record = {
      id: isTaken || !isId(account.id) ? randomUUID() : account.id,
      name: freeName(
        plainName(account.name, 85),
        accounts.map(({ name }) => name),
      ),
      ...{ kind, preset, values, disabled, addedAt },
      // Whoever takes any certificate says so here, and not in a file from elsewhere.
      connection: { ...connection, ignoresTlsErrors: false },
    }
    await storeRecord(profile, secrets, 'accounts', record, secret)
    return { ...record, phase: 'stored' }
  })
}

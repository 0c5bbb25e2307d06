import { isDeepStrictEqual } from 'node:util'
import { told } from '../../../contract/words/say.js'
import { readAccountSecret } from '../inventory/account-secrets.js'
import { isLatchkeyError } from '../lib/error.js'
import type { AccountRecord } from '../profile.js'
import { type AccountCandidate, type Here, restoreRow } from './candidate.js'
import { freeName } from './free-name.js'
import type { AccountInBackup } from './payload.js'
import { plainName } from './plain-name.js'

/**
 * Holds an account of a backup against those here: with the same credentials for the same project it is the same one,
 * however it is called.
 * `taken` are the names that are used; the one it gets is added.
 */
export async function accountCandidate(
  id: string,
  account: AccountInBackup,
  here: Here,
  taken: string[],
): Promise<AccountCandidate> {
  const stored = here.profile.accounts.filter(
    ({ phase, kind }) => phase === 'stored' && kind === account.kind,
  )
  const about = { id, kind: 'account' as const, detail: account.kind }
  for (const twin of stored) {
    const match = await matchOf(account, twin, here)
    if (match === null) continue
    const { lacksSecret } = match
    const row = restoreRow({ ...about, ...knownAccount(account, twin, lacksSecret) })
    return { kind: 'account', account, twin, lacksSecret, row }
  }
  const hasId = stored.some((known) => known.id === account.id)
  const row = restoreRow({ ...about, ...newAccount(account, hasId, taken) })
  return { kind: 'account', account, twin: undefined, lacksSecret: false, row }
}

/** Null for another account. While the vault is shut only the id can tell. */
async function matchOf(account: AccountInBackup, twin: AccountRecord, here: Here) {
  const sameId = twin.id === account.id
  if (here.secrets === null) return sameId ? { lacksSecret: false } : null
  const secret = await orNone(readAccountSecret(here.secrets, twin))
  // Credentials are for the address that they were entered for only.
  const sameForm = isDeepStrictEqual(twin.values, account.values)
  if (secret === null) return sameId && sameForm ? { lacksSecret: account.credentials !== null } : null
  if (!isDeepStrictEqual(secret, account.credentials)) return null
  return sameId || isDeepStrictEqual(scopeOf(twin), scopeOf(account)) ? { lacksSecret: false } : null
}

/** The same credentials may be for several projects or regions; an address is written in many ways. */
function scopeOf({ values }: Pick<AccountInBackup, 'values'>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !value.includes('://')))
}

/** Null too where what the vault has is damaged: a backup is there to mend that. */
async function orNone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (isLatchkeyError(error, 'vault-damaged')) return null
    throw error
  }
}

function knownAccount(account: AccountInBackup, twin: AccountRecord, lacksSecret: boolean) {
  const differs = [
    ...(lacksSecret ? [told`its credentials are missing here`] : []),
    ...(twin.name === account.name ? [] : ['name']),
    ...(isDeepStrictEqual(twin.values, account.values) ? [] : [told`its form`]),
  ]
  return {
    name: twin.name,
    state: differs.length > 0 ? ('different' as const) : ('same' as const),
    differs,
    does: lacksSecret ? told`adds its credentials` : null,
  }
}

function newAccount(account: AccountInBackup, hasId: boolean, taken: string[]) {
  const name = plainName(account.name, 100)
  const as = freeName(name, taken)
  taken.push(as)
  const differs = [
    ...(hasId ? [told`its credentials are others here`] : []),
    ...(as === name ? [] : [told`another account has its name`]),
    ...(account.credentials === null ? [told`the backup has no credentials for it`] : []),
  ]
  const does = as === name ? told`stores it` : told`stores it as ${as}`
  return {
    name,
    state: hasId || as !== name ? ('different' as const) : ('new' as const),
    differs,
    does: account.credentials === null ? null : does,
  }
}

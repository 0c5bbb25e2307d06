import type { Account } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import type { KeyPair } from '../../../contract/keys.js'
import { type KeyTrust, keyTrust } from './instance-words.js'

/** An instance as a row of the table, with names where it has ids. */
export interface InstanceRow {
  id: string
  instance: Instance
  accountName: string
  /** Its account is: the instance is as it was seen last, and its cloud is not asked. */
  disabled: boolean
  key: KeyTrust | null
  /** All that the filter looks at, in lower case. */
  haystack: string
}

/** Said in place of the state, of which nobody knows. */
export const ACCOUNT_DISABLED = 'account disabled'

export function makeRows(instances: Instance[], accounts: Account[], keys: KeyPair[]): InstanceRow[] {
  const accountOf = new Map(accounts.map((account) => [account.id, account]))
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]))
  return instances.map((instance) => {
    const { name: accountName = '', disabled = false } = accountOf.get(instance.accountId) ?? {}
    const key = keyTrust(instance, (id) => keyNames.get(id))
    const words = haystack(instance, accountName, key)
    return {
      id: instance.id,
      instance,
      accountName,
      disabled,
      key,
      haystack: disabled ? `${words}\n${ACCOUNT_DISABLED}` : words,
    }
  })
}

/** The rows that hold every word of the filter somewhere, in any order and case. */
export function filterRows(rows: InstanceRow[], filter: string): InstanceRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ haystack }) => words.every((word) => haystack.includes(word)))
}

function haystack(instance: Instance, accountName: string, key: KeyTrust | null): string {
  const { name, state, cloudState, addresses, ssh, zone, os, user, cloudId, declared } = instance
  const hosts = ssh.map(({ host }) => host)
  const named = declared.map(({ cloudName }) => cloudName)
  return [
    name,
    state,
    cloudState,
    ...addresses,
    ...hosts,
    zone,
    os,
    user,
    cloudId,
    accountName,
    key?.name,
    ...named,
  ]
    .join('\n')
    .toLowerCase()
}

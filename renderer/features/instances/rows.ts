import type { Instance } from '../../../contract/instances.js'
import type { Nameplate } from '../../../contract/nameplates.js'
import { say } from '../../../contract/words/say.js'
import { type KeyTrust, keyTrust } from './instance-words.js'

/** An instance as a row of the table, with names where it has ids. */
export interface InstanceRow {
  id: string
  instance: Instance
  accountName: string
  /** Its account is: the instance is as it was seen last, and its cloud is not asked. */
  disabled: boolean
  key: KeyTrust | null
  /** The name and the colour that the user gave it. */
  plate: Nameplate | undefined
  /** What its cloud is called: the kind, and the product that the account was added as. */
  clouds: string[]
  /** All that the filter looks at, in lower case; made when it is first asked for. */
  readonly haystack: string
}

/** Said in place of an account, of a host that is in none. */
export const OWN_HOSTS = say`Own hosts`

/** Said in place of the state, of which nobody knows. */
export const ACCOUNT_DISABLED = say`account disabled`

type Named = { id: string; name: string }
type NamedAccount = Named & { disabled: boolean; kind?: string; preset?: string | null }
type RowMaker = (
  instances: readonly Instance[],
  accounts: readonly NamedAccount[],
  keys: readonly Named[],
  plates?: ReadonlyMap<string, Nameplate>,
) => InstanceRow[]

/**
 * Makes rows, and keeps each as long as its instance and the names are the same: while twenty accounts are read, nineteen
 * have nothing new. The same array for the same rows.
 */
export function createRows(): RowMaker {
  let names = ''
  let kept = new WeakMap<Instance, InstanceRow>()
  let given: readonly Instance[] = []
  let last: InstanceRow[] = []
  return (instances, accounts, keys, plates = new Map()) => {
    const now = namesOf(accounts, keys, plates)
    if (now === names && instances === given) return last
    if (now !== names) kept = new WeakMap()
    names = now
    given = instances
    const rowOf = createRow(accounts, keys, plates)
    const rows = instances.map((instance) => {
      const row = kept.get(instance) ?? rowOf(instance)
      kept.set(instance, row)
      return row
    })
    const same = rows.length === last.length && rows.every((row, index) => row === last[index])
    if (!same) last = rows
    return last
  }
}

/** The rows of the inventory, the same for the table and the palette: of ten thousand few are others when one looks again. */
export const inventoryRows = createRows()

/** All that a row has of accounts and keys; an account's last contact, which changes with every reading, is not in it. */
function namesOf(
  accounts: readonly NamedAccount[],
  keys: readonly Named[],
  plates: ReadonlyMap<string, Nameplate>,
): string {
  return JSON.stringify([
    accounts.map(({ id, name, disabled, kind, preset }) => [id, name, disabled, kind, preset]),
    keys.map(({ id, name }) => [id, name]),
    [...plates.values()],
  ])
}

function createRow(
  accounts: readonly NamedAccount[],
  keys: readonly Named[],
  plates: ReadonlyMap<string, Nameplate>,
): (instance: Instance) => InstanceRow {
  const accountOf = new Map(accounts.map((account) => [account.id, account]))
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]))
  return (instance) => {
    const { name = '', disabled = false, kind, preset } = accountOf.get(instance.accountId) ?? {}
    const accountName = instance.ownHost === undefined ? name : OWN_HOSTS
    const key = keyTrust(instance, (id) => keyNames.get(id))
    const plate = plates.get(instance.id)
    let words: string | undefined
    return {
      id: instance.id,
      instance,
      accountName,
      disabled,
      key,
      plate,
      clouds: instance.ownHost === undefined ? [kind ?? '', preset ?? ''] : ['own'],
      get haystack() {
        words ??= haystack(instance, accountName, key, plate) + (disabled ? `\n${ACCOUNT_DISABLED}` : '')
        return words
      },
    }
  }
}

function haystack(
  instance: Instance,
  accountName: string,
  key: KeyTrust | null,
  plate: Nameplate | undefined,
): string {
  const { name, state, cloudState, addresses, ssh, zone, os, user, cloudId, declared, tags = [] } = instance
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
    plate?.name,
    plate?.colour,
    ...named,
    ...tags,
  ]
    .join('\n')
    .toLowerCase()
}

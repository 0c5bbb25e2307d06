import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import { instanceId, parseInstanceId } from '../inventory/instance-view.js'
import type { AccountInventory } from '../inventory/inventory-cache.js'
import type { Observation } from '../inventory/observations.js'
import { allProofs } from '../inventory/proofs.js'
import { isShown, type Profile } from '../profile.js'
import { wantedOn } from '../sync/wanted.js'
import { createDeclaredKeys } from './declared-keys.js'
import { earlier } from './grades.js'
import type { AccountNode, Graph, InstanceNode } from './graph.js'
import { createKeyBook, type KeyBook } from './key-book.js'
import { createTrusts } from './trusts.js'

/** Everything that the map is made of. */
export interface MapFacts {
  profile: Profile
  /** What each account's cloud told last, by the account's id. */
  told: ReadonlyMap<string, AccountInventory>
  observations: readonly Observation[]
}

/**
 * Joins what the vault knows, what clouds declare, what was seen over SSH and what logins have proven. Of an account that
 * was read, instances that it no longer lists are left out, whatever else is known of them.
 */
export function computeMap({ profile, told, observations }: MapFacts): Graph {
  const book = createKeyBook(profile.keys.filter(isShown))
  const accounts = profile.accounts
    .filter(({ phase }) => phase === 'stored')
    .map((record, index): AccountNode => {
      const inventory = told.get(record.id) ?? null
      return { index, record, told: inventory, holdings: [], missing: [], instances: [] }
    })
  const instances = createInstances(accounts, told.get(HOSTS_ACCOUNT) ?? null)
  // What has more to go by comes first, so that what has less finds it.
  hold(accounts, book, ({ blob }) => blob !== null)
  for (const observation of observations) observe(observation, instances, book)
  hold(accounts, book, ({ blob }) => blob === null)
  for (const { instanceId, ...proof } of allProofs(profile)) instances.find(instanceId)?.proofs.push(proof)
  const declared = new Map(accounts.map((account) => [account, declaredBy(account, book)]))
  for (const account of accounts) miss(account, profile, book)
  return { keys: book.all(), instances: instances.all(), accounts, trustsOf: createTrusts(book, declared) }
}

/** The instances of all accounts, the user's own hosts, and those that are met beside them. */
function createInstances(accounts: AccountNode[], hosts: AccountInventory | null) {
  const byId = new Map<string, InstanceNode>()
  const byAccount = new Map(accounts.map((account) => [account.record.id, account]))
  for (const account of accounts) {
    for (const cloud of account.told?.instances.values() ?? []) {
      const id = instanceId(account.record.id, cloud.cloudId)
      const node = { id, account, cloud, name: cloud.name, files: [], proofs: [] }
      account.instances.push(node)
      byId.set(id, node)
    }
  }
  for (const cloud of hosts?.instances.values() ?? []) {
    const id = instanceId(HOSTS_ACCOUNT, cloud.cloudId)
    byId.set(id, { id, account: null, cloud, name: cloud.name, files: [], proofs: [] })
  }

  /** One that no cloud lists: only where its account was never read, or where it is in none. */
  function unlisted(id: string): InstanceNode | null {
    const parts = parseInstanceId(id)
    const account = parts === null ? null : (byAccount.get(parts.accountId) ?? null)
    if (parts !== null && (account === null || account.told !== null)) return null
    const node = { id, account, cloud: null, name: parts?.cloudId ?? id, files: [], proofs: [] }
    account?.instances.push(node)
    byId.set(id, node)
    return node
  }
  return {
    all: () => [...byId.values()],
    find: (id: string) => byId.get(id) ?? unlisted(id),
  }
}

type Entry = AccountInventory['keys'][number]

function hold(accounts: AccountNode[], book: KeyBook, which: (entry: Entry) => boolean): void {
  for (const account of accounts) {
    for (const entry of account.told?.keys ?? []) {
      if (!which(entry)) continue
      const { key, matchedBy } = book.ofEntry(account.record.id, entry)
      const edge = { key, account, entry, matchedBy }
      key.cloudNames.add(entry.name)
      key.holdings.push(edge)
      account.holdings.push(edge)
    }
  }
}

function observe(file: Observation, instances: ReturnType<typeof createInstances>, book: KeyBook): void {
  const instance = instances.find(file.instanceId)
  if (instance === null) return
  instance.files.push(file)
  for (const { blob, comment } of file.keys) {
    const key = book.ofBlob(blob)
    if (comment !== '') key.comments.add(comment)
    key.seenSince = earlier(key.seenSince, file.at)
  }
}

/** With a key of its own for each name that means nothing in the account. */
function declaredBy(account: AccountNode, book: KeyBook) {
  const declared = createDeclaredKeys(account, book)
  for (const { cloud } of account.instances)
    for (const name of cloud?.keyNames ?? []) declared(cloud?.region ?? null, name).cloudNames.add(name)
  return declared
}

/** Nothing is missing on an account that was never read. */
function miss(account: AccountNode, profile: Profile, book: KeyBook): void {
  if (account.told === null) return
  const held = new Set(account.holdings.map(({ key }) => key))
  for (const keyId of wantedOn(profile, account.record.id)) {
    const key = book.ofId(keyId)
    if (key === undefined || held.has(key)) continue
    account.missing.push(key)
    key.missing.push(account)
  }
}

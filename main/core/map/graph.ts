import type { MatchedBy } from '../../../contract/map.js'
import type { CloudInstance } from '../clouds/cloud.js'
import type { SeenKey } from '../inventory/first-seen.js'
import type { AccountInventory } from '../inventory/inventory-cache.js'
import type { Observation, ObservedKey } from '../inventory/observations.js'
import type { AccountRecord, BindingRecord, KeyRecord } from '../profile.js'
import type { KeyKind } from './key-kind.js'

/** Keys, accounts and instances, and what joins them. Made anew for each question, never changed afterwards. */
export interface Graph {
  /** The vault's first, in its order. */
  keys: KeyNode[]
  /** By account, in the accounts' order; those that no cloud lists come last. */
  instances: InstanceNode[]
  accounts: AccountNode[]
  /** Worked out when asked for: all of them at once would take more memory than all the rest. */
  trustsOf(instance: InstanceNode): TrustEdge[]
}

export interface KeyNode {
  /** Of the contract's `MapKeyId`. */
  id: string
  /** Where it stands in `keys`. */
  index: number
  record: KeyRecord | null
  /** Null where only a fingerprint or a name is known. */
  kind: KeyKind | null
  fingerprint: string | null
  fingerprintMd5: string | null
  /** What clouds call it, and comments that were seen beside it, in the order in which they were met. */
  cloudNames: Set<string>
  comments: Set<string>
  holdings: HoldingEdge[]
  /** Accounts that it belongs on and that don't hold it. */
  missing: AccountNode[]
  /** The earliest of the readings over SSH that found it, ISO 8601, UTC; null of none. */
  seenSince: string | null
}

export interface AccountNode {
  /** Where it stands in `accounts`. */
  index: number
  record: AccountRecord
  /** Null: never read. */
  told: AccountInventory | null
  holdings: HoldingEdge[]
  missing: KeyNode[]
  instances: InstanceNode[]
}

export interface InstanceNode {
  id: string
  /** Null for one that is in no account. */
  account: AccountNode | null
  /** Null for one that no cloud lists: it is known by its observations and proofs only. */
  cloud: CloudInstance | null
  name: string
  files: Observation[]
  proofs: BindingRecord['proofs']
}

/** An account holds a key. */
export interface HoldingEdge {
  key: KeyNode
  account: AccountNode
  entry: SeenKey
  matchedBy: MatchedBy
}

/** An instance trusts a key, in one grade or more. */
export interface TrustEdge {
  key: KeyNode
  instance: InstanceNode
  /** The names by which the cloud says so. */
  declared: readonly string[]
  observed: readonly { file: Observation; line: ObservedKey }[]
  /** Also those that are out of date, which `stillProven` leaves out. */
  proven: Readonly<BindingRecord['proofs']>
}

/** The logins that nothing speaks against: the cloud did not replace the key since. */
export function stillProven({ proven }: Pick<TrustEdge, 'proven'>): TrustEdge['proven'] {
  // Nearly all: no list is made for what is the same.
  return proven.every(({ outdatedAt }) => outdatedAt === undefined)
    ? proven
    : proven.filter(({ outdatedAt }) => outdatedAt === undefined)
}

/** What the key is called: the vault's name first, then a cloud's, then a comment; empty without any. */
export function nameOf({ record, cloudNames, comments }: KeyNode): string {
  return record?.name ?? first(cloudNames) ?? first(comments) ?? ''
}

/** What it is told apart by in a file: its name, else what it is known by. */
export function labelOf(key: KeyNode): string {
  return nameOf(key) || (key.fingerprint ?? key.fingerprintMd5 ?? '')
}

function first(names: Set<string>): string | undefined {
  return names.values().next().value
}

/** Where SSH is tried first; empty without an address. */
export function addressOf({ cloud }: InstanceNode): string {
  return cloud?.ssh[0]?.host ?? cloud?.addresses[0] ?? ''
}

import { stateOf } from '../keys/key-pair.js'
import type { Graph, HoldingEdge, KeyNode } from './graph.js'

/** A key beside who calls it by a name: an account, or the vault (null). */
export interface Namesake {
  key: KeyNode
  accountId: string | null
}

export interface Namesakes {
  /** Who else has the name that an account gives a key, and means another key by it. */
  of(holding: HoldingEdge): Namesake[]
  has(holding: HoldingEdge): boolean
}

/** The vault's bin has no say: what is in it is on its way out. */
export function createNamesakes({ keys, accounts }: Graph): Namesakes {
  const byName = new Map<string, Map<KeyNode, Set<string | null>>>()
  const add = (name: string, key: KeyNode, accountId: string | null) => {
    const called = byName.get(name) ?? new Map<KeyNode, Set<string | null>>()
    const by = called.get(key) ?? new Set()
    byName.set(name, called.set(key, by.add(accountId)))
  }
  for (const key of keys)
    if (key.record !== null && stateOf(key.record) !== 'bin') add(key.record.name, key, null)
  for (const { record, holdings } of accounts)
    for (const { key, entry } of holdings) add(entry.name, key, record.id)

  return {
    has: ({ entry }) => (byName.get(entry.name)?.size ?? 0) > 1,
    of({ key, entry }) {
      const others = [...(byName.get(entry.name) ?? [])].filter(([other]) => other !== key)
      return others.flatMap(([other, by]) => [...by].map((accountId) => ({ key: other, accountId })))
    },
  }
}

/** The keys that the holdings of one account have under more than one name. */
export function underSeveralNames(holdings: readonly HoldingEdge[]): Set<KeyNode> {
  const first = new Map<KeyNode, string>()
  const several = new Set<KeyNode>()
  for (const { key, entry } of holdings) {
    const name = first.get(key)
    if (name === undefined) first.set(key, entry.name)
    else if (name !== entry.name) several.add(key)
  }
  return several
}

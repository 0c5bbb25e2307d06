import type { DeclaredKeys } from './declared-keys.js'
import type { AccountNode, InstanceNode, KeyNode, TrustEdge } from './graph.js'
import type { KeyBook } from './key-book.js'

/** What each instance trusts, in the three grades; a key is named once, in the order declared, observed, proven. */
export function createTrusts(book: KeyBook, declared: Map<AccountNode, DeclaredKeys>) {
  return (instance: InstanceNode): TrustEdge[] => {
    const { account, cloud, files, proofs } = instance
    const edges: TrustEdge[] = []
    const names = account === null ? undefined : declared.get(account)
    if (cloud !== null && names !== undefined) {
      for (const name of cloud.keyNames) {
        const edge = edgeTo(names(cloud.region, name), instance, edges)
        edge.declared = added(edge.declared, name)
      }
    }
    for (const file of files) {
      for (const line of file.keys) {
        const edge = edgeTo(book.ofBlob(line.blob), instance, edges)
        edge.observed = added(edge.observed, { file, line })
      }
    }
    for (const proof of proofs) {
      const key = book.ofId(proof.keyId)
      // One with a key pair that was deleted for good proves nothing that could be named.
      if (key === undefined) continue
      const edge = edgeTo(key, instance, edges)
      edge.proven = added(edge.proven, proof)
    }
    return edges
  }
}

/** Shared: most trusts have one grade of the three. */
const none: readonly never[] = []

function added<T>(list: readonly T[], one: T): readonly T[] {
  return list.length === 0 ? [one] : [...list, one]
}

/** An instance trusts a handful of keys: a look at each is quicker than a table for each instance. */
function edgeTo(key: KeyNode, instance: InstanceNode, edges: TrustEdge[]): TrustEdge {
  for (const edge of edges) if (edge.key === key) return edge
  const edge: TrustEdge = { key, instance, declared: none, observed: none, proven: none }
  edges.push(edge)
  return edge
}

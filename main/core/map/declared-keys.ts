import type { AccountNode, KeyNode } from './graph.js'
import type { KeyBook } from './key-book.js'

/** What an account's names mean to its instances: the key that it holds under the name, in the instance's region first. */
export type DeclaredKeys = (region: string | null, name: string) => KeyNode

/** A name under which the account holds nothing (any more) stands for a key of its own. Call when all its keys are held. */
export function createDeclaredKeys({ record, holdings }: AccountNode, book: KeyBook): DeclaredKeys {
  const regions = new Map<string | null, Map<string, KeyNode>>()
  const inRegion = (region: string | null) => {
    const names = regions.get(region) ?? new Map<string, KeyNode>()
    regions.set(region, names)
    return names
  }
  for (const { key, entry } of holdings) inRegion(entry.region).set(entry.name, key)

  return (region, name) => {
    const known = inRegion(region).get(name) ?? inRegion(null).get(name)
    if (known !== undefined) return known
    const key = book.ofName(record.id, region, name)
    inRegion(region).set(name, key)
    return key
  }
}

import type { ErrorInfo } from '../../../contract/errors.js'
import type { Cloud, CloudInstance, CloudKeyEntry, RegionLost } from '../clouds/cloud.js'
import { type AccountInventory, byCloudId } from './inventory-cache.js'

/** What an account's cloud told, and why some of its regions told nothing, by the region. */
export interface Reading {
  instances: CloudInstance[]
  keys: CloudKeyEntry[]
  lostInstances: Map<string, ErrorInfo>
  lostKeys: Map<string, ErrorInfo>
}

/** Reads everything. Throws where no region answers, and what is about the account. */
export async function readCloud(cloud: Cloud, signal: AbortSignal): Promise<Reading> {
  const lostInstances = new Map<string, ErrorInfo>()
  const lostKeys = new Map<string, ErrorInfo>()
  const into =
    (lost: Map<string, ErrorInfo>): RegionLost =>
    (region, { info }) =>
      void lost.set(region, info)
  const [instances, keys] = await Promise.all([
    cloud.listInstances(signal, into(lostInstances)),
    cloud.listKeys(signal, into(lostKeys)),
  ])
  return { instances, keys, lostInstances, lostKeys }
}

/** The reading with what was known of the regions that it lacks: that a region is silent says nothing of what is in it. */
export function withLastKnown(
  { instances, keys, lostInstances, lostKeys }: Reading,
  before: AccountInventory | undefined,
): Pick<AccountInventory, 'instances' | 'older'> & { keys: CloudKeyEntry[] } {
  const kept = ofRegions([...(before?.instances.values() ?? [])], lostInstances)
  const all = byCloudId([...kept, ...instances]) // of two with one id the one that was just read
  return {
    instances: kept.length === 0 ? all : inOrderOf(before?.instances ?? new Map(), all),
    keys: [...keys, ...ofRegions(before?.keys ?? [], lostKeys)],
    older: Object.fromEntries(
      [...lostInstances.keys()].map((region) => [region, before ? readAtOf(before, region) : null]),
    ),
  }
}

/** Those that were there before stay in their places: what a window shows does not jump when a region falls silent. */
function inOrderOf(before: AccountInventory['instances'], now: AccountInventory['instances']) {
  const known = [...before.keys()].flatMap((id) => now.get(id) ?? [])
  return byCloudId([...known, ...now.values()])
}

/** When the region's instances were read; null: never. */
export function readAtOf({ readAt, older }: AccountInventory, region: string): string | null {
  return older[region] === undefined ? readAt : older[region]
}

/** Those that are in one of the regions. */
export function ofRegions<T extends { region: string | null }>(
  entries: T[],
  regions: { has(region: string): boolean },
): T[] {
  return entries.filter(({ region }) => region !== null && regions.has(region))
}

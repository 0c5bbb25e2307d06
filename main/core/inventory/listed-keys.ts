import type { Cloud, CloudKeyRef } from '../clouds/cloud.js'
import type { Clock } from '../ports.js'
import { type SeenKey, withFirstSeen } from './first-seen.js'
import type { InventoryCache } from './inventory-cache.js'
import { ofRegions } from './lost-regions.js'

export interface ListedKeys {
  /**
   * An account's key pairs as far as `names` need them: what is known, or where one of the names is not among it, as with a
   * key that was pushed since, what the cloud lists. Those who ask at the same time share a list; one that was begun before
   * somebody asked may lack what that one looks for, so the next is shared too.
   */
  withNames(cloud: Cloud, accountId: string, names: string[]): Promise<SeenKey[]>
  /** What the cloud lists now; the cache follows. */
  anew(cloud: Cloud, accountId: string): Promise<SeenKey[]>
  /** The cloud has deleted it. */
  forget(accountId: string, key: CloudKeyRef): Promise<void>
}

export function createListedKeys(cache: InventoryCache, clock: Clock): ListedKeys {
  const underWay = new Map<string, Promise<SeenKey[]>>()

  async function list(cloud: Cloud, accountId: string): Promise<SeenKey[]> {
    const known = (await cache.accounts()).get(accountId)?.keys ?? []
    const lost = new Set<string>()
    const listed = await cloud.listKeys(undefined, (region) => lost.add(region))
    const now = new Date(clock.now()).toISOString()
    const keys = withFirstSeen([...listed, ...ofRegions(known, lost)], known, now)
    await cache.keepKeys(accountId, keys, known)
    return keys
  }

  function share(cloud: Cloud, accountId: string): Promise<SeenKey[]> {
    const shared = underWay.get(accountId) ?? list(cloud, accountId).finally(() => underWay.delete(accountId))
    underWay.set(accountId, shared)
    return shared
  }

  return {
    async withNames(cloud, accountId, names) {
      const hasAll = (keys: SeenKey[]) => names.every((wanted) => keys.some(({ name }) => name === wanted))
      const known = (await cache.accounts()).get(accountId)?.keys ?? []
      if (hasAll(known)) return known
      const begunBefore = await underWay.get(accountId)
      return begunBefore !== undefined && hasAll(begunBefore) ? begunBefore : share(cloud, accountId)
    },
    anew: list,
    async forget(accountId, key) {
      const known = (await cache.accounts()).get(accountId)?.keys ?? []
      const left = known.filter((entry) => !isMeant(key, entry))
      await cache.keepKeys(accountId, left, known)
    },
  }
}

/** Whether it is the one that is named: by the cloud's id where it has ids, else by the name. */
export function isMeant(key: CloudKeyRef, entry: CloudKeyRef): boolean {
  if (key.region !== entry.region) return false
  return key.cloudKeyId === null ? key.name === entry.name : key.cloudKeyId === entry.cloudKeyId
}

import type { DriftItem } from '../../../contract/sync.js'
import type { AccountInventory } from '../inventory/inventory-cache.js'
import { identityOf } from './held-keys.js'

/** What is kept of an account to be compared with later. */
export interface Baseline {
  /** When it was read. */
  readAt: string
  keys: BaselineKey[]
  instances: BaselineInstance[]
}

export interface BaselineKey {
  name: string
  region: string | null
  /** `aa:bb:…`; null where the cloud tells neither key nor fingerprint. */
  md5: string | null
}

export interface BaselineInstance {
  cloudId: string
  name: string
  /** Names of the keys that the cloud declares, sorted. */
  keyNames: string[]
}

export function baselineOf({ readAt, keys, instances }: AccountInventory): Baseline {
  return {
    readAt,
    keys: keys.map(({ name, region, blob, fingerprintMd5 }) => ({
      ...{ name, region },
      md5: fingerprintMd5 ?? (blob === null ? null : identityOf({ blob }).md5),
    })),
    instances: [...instances.values()].map(({ cloudId, name, keyNames }) => ({
      ...{ cloudId, name },
      keyNames: [...keyNames].sort(),
    })),
  }
}

/** A difference before it is known whose key it is; `id` is the instance's own. */
export type Difference = Omit<DriftItem, 'accountId' | 'keyId'> & { md5: string | null; id: string | null }

/** What is otherwise: keys first, in the order of the lists. */
export function differencesBetween(before: Baseline, now: Baseline): Difference[] {
  return [...keyDifferences(before.keys, now.keys), ...instanceDifferences(before.instances, now.instances)]
}

function keyDifferences(before: BaselineKey[], now: BaselineKey[]): Difference[] {
  const was = new Map(before.map((key) => [placeOf(key), key]))
  const is = new Map(now.map((key) => [placeOf(key), key]))
  const added = new Set(now.filter((key) => !was.has(placeOf(key))))
  const found: Difference[] = []
  for (const key of before) {
    const same = is.get(placeOf(key))
    if (same !== undefined) {
      if (same.md5 !== null && key.md5 !== null && same.md5 !== key.md5)
        found.push(ofKey('key-replaced', same, [key.md5]))
      continue
    }
    const renamed = [...added].find(
      ({ md5, region }) => md5 !== null && md5 === key.md5 && region === key.region,
    )
    if (renamed === undefined) found.push(ofKey('key-gone', key))
    else {
      added.delete(renamed)
      found.push(ofKey('key-renamed', renamed, [key.name]))
    }
  }
  return [...found, ...[...added].map((key) => ofKey('key-added', key))]
}

const placeOf = ({ region, name }: BaselineKey) => JSON.stringify([region, name])

function ofKey(
  kind: DriftItem['kind'],
  { name, region, md5 }: BaselineKey,
  before: string[] = [],
): Difference {
  return { kind, name, region, before, now: [], md5, id: null }
}

function instanceDifferences(before: BaselineInstance[], now: BaselineInstance[]): Difference[] {
  const was = new Map(before.map((instance) => [instance.cloudId, instance]))
  const is = new Set(now.map(({ cloudId }) => cloudId))
  const gone = before.filter(({ cloudId }) => !is.has(cloudId))
  return [
    ...now.flatMap((instance) => {
      const same = was.get(instance.cloudId)
      if (same === undefined) return [ofInstance('instance-new', instance, [], instance.keyNames)]
      if (JSON.stringify(same.keyNames) === JSON.stringify(instance.keyNames)) return []
      return [ofInstance('instance-keys', instance, same.keyNames, instance.keyNames)]
    }),
    ...gone.map((instance) => ofInstance('instance-gone', instance, instance.keyNames, [])),
  ]
}

function ofInstance(
  kind: DriftItem['kind'],
  { name, cloudId }: BaselineInstance,
  before: string[],
  now: string[],
): Difference {
  return { kind, name, region: null, before, now, md5: null, id: cloudId }
}

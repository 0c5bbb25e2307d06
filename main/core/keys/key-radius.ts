import { asPlainText } from '../../../contract/base.js'
import type { KeyRadius, RadiusPlace, WayLeft } from '../../../contract/keys.js'
import type { Observations } from '../inventory/observations.js'
import { blastRadius, type HitPlace } from '../map/blast-radius.js'
import { computeMap } from '../map/compute-map.js'
import type { Graph } from '../map/graph.js'
import type { Clock, ProfileStore } from '../ports.js'
import type { InstancesService, KeysService, SessionsService } from '../services.js'

export interface RadiusParts {
  profile: ProfileStore
  clock: Pick<Clock, 'now'>
  keys: Pick<KeysService, 'record'>
  instances: Pick<InstancesService, 'told'>
  observations: Pick<Observations, 'all'>
  sessions: Pick<SessionsService, 'openCount'>
}

/** Says what stops working when key pairs go, all of them together: from what is known here, no cloud is asked. */
export function createKeyRadius({ profile, clock, keys, instances, observations, sessions }: RadiusParts) {
  return async ({ ids }: { ids: string[] }): Promise<KeyRadius[]> => {
    const going = new Set(ids)
    const records = [...going].map(keys.record)
    const [told, seen] = [await instances.told(), await observations.all()]
    const graph = computeMap({ profile: profile.read(), told, observations: seen })
    const hit = blastRadius(graph, going, clock.now())
    return records.map(({ id, name, hasPrivate, binnedAt }) => ({
      ...{ keyId: id, name, logsIn: hasPrivate && binnedAt === null },
      accounts: accountsOf(graph, id),
      instances: (hit.get(id) ?? []).map(toPlace),
      sessions: sessions.openCount(id),
    }))
  }
}

/** Names of the instances that a login with the key pair has opened, and that no other is proven to open. */
export function onlyWayInto(radius: KeyRadius | undefined): string[] {
  const last = radius?.instances.filter(({ provenAt, left }) => provenAt !== null && left !== 'proven') ?? []
  return last.map(({ instanceName }) => instanceName)
}

/** What opens each instance without the key pair, as far as is known; `nothing` where nothing says that it opens it. */
export function waysLeftIn(radius: KeyRadius | undefined): (instanceId: string) => WayLeft {
  const left = new Map(radius?.instances.map((place) => [place.instanceId, place.left]))
  return (instanceId) => left.get(instanceId) ?? 'nothing'
}

function accountsOf({ keys }: Graph, keyId: string): KeyRadius['accounts'] {
  const holdings = keys.find(({ record }) => record?.id === keyId)?.holdings ?? []
  return holdings.map(({ account: { record }, entry }) => ({
    accountId: record.id,
    accountName: record.name,
    name: asPlainText(entry.name),
    region: entry.region,
  }))
}

/** An instance that trusts the key, as the window sees it. */
export function toPlace({
  trust: { instance, declared, observed, proven },
  left,
  unproven,
}: HitPlace): RadiusPlace {
  const times = proven.map(({ at }) => at).sort()
  return {
    instanceId: instance.id,
    instanceName: asPlainText(instance.name),
    accountName: instance.account?.record.name ?? null,
    isDeclared: declared.length > 0,
    isObserved: observed.length > 0,
    provenAt: times.at(-1) ?? null,
    left,
    unproven,
  }
}

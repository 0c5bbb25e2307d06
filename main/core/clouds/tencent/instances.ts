import { isIP } from 'node:net'
import { SshAddress } from '../../../../contract/instances.js'
import { isLatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import type { Cloud, CloudInstance } from '../cloud.js'
import { userGuesses } from '../user-guesses.js'
import type { Client } from './client.js'
import { isOtherRegion } from './errors.js'
import { type FoundInstance, InstanceRecord, keyIdsOf, stateOf } from './instance-record.js'
import { listAll } from './paging.js'
import type { Regions } from './regions.js'

export interface Finder {
  /** One instance, wherever it is; null if it is gone. */
  find(id: string, signal?: AbortSignal): Promise<FoundInstance | null>
  /** Those of the ids that are there, wherever they are. */
  findMany(ids: string[], signal?: AbortSignal): Promise<FoundInstance[]>
  /** The instance as it was last seen; undefined before. */
  lastSeen(id: string): FoundInstance | undefined
}

/** DescribeInstances takes as many ids in one call. */
const MOST_IDS = 100

type KeyNames = (signal?: AbortSignal) => Promise<Map<string, string>>

/** Instances of all regions. An instance's region is remembered, so that only the first look at it asks everywhere. */
export function createInstances(
  client: Client,
  regions: Regions,
  keyNames: KeyNames,
  log: Log,
): Pick<Cloud, 'listInstances' | 'getInstance'> & Finder {
  const seen = new Map<string, FoundInstance>()

  async function inRegion(region: string, ids: string[] | null, signal?: AbortSignal) {
    const call = { action: 'DescribeInstances', region, params: ids ? { InstanceIds: ids } : {} }
    const records = await listAll(client, call, 'InstanceSet', InstanceRecord, signal)
    const found = records.map((record) => ({ region, record }))
    for (const one of found) seen.set(one.record.InstanceId, one)
    return found
  }

  /** Where one of many ids is unknown, Tencent Cloud may refuse the whole call: then the region is listed. */
  async function known(region: string, ids: string[], signal?: AbortSignal): Promise<FoundInstance[]> {
    try {
      return await inRegion(region, ids, signal)
    } catch (error) {
      if (!isLatchkeyError(error, 'cloud-not-found') || isOtherRegion(error)) throw error
      if (ids.length === 1) return []
      const all = await inRegion(region, null, signal)
      return all.filter(({ record }) => ids.includes(record.InstanceId))
    }
  }

  async function findMany(ids: string[], signal?: AbortSignal): Promise<FoundInstance[]> {
    const regionOf = (id: string) => seen.get(id)?.region
    const looks = [...new Set(ids.map(regionOf))].flatMap((region) => {
      if (region === undefined) return []
      return chunks(ids.filter((id) => regionOf(id) === region)).map((chunk) => known(region, chunk, signal))
    })
    const searches = chunks(ids.filter((id) => regionOf(id) === undefined)).map(async (chunk) => {
      const found = await regions.everywhere((region) => known(region, chunk, signal), signal)
      return found.flatMap(({ result }) => result)
    })
    const found = (await Promise.all([...looks, ...searches])).flat()
    return found.filter(({ record }) => stateOf(record) !== 'gone')
  }

  const find = async (id: string, signal?: AbortSignal) => (await findMany([id], signal))[0] ?? null

  /** Where keys can't be listed, an instance's are called by their ids. */
  async function namesOrNone(signal?: AbortSignal): Promise<Map<string, string>> {
    try {
      return await keyNames(signal)
    } catch (error) {
      if (!isLatchkeyError(error, 'cloud-forbidden')) throw error
      log.warn('cloud.key-names-unknown', { problem: error.message })
      return new Map()
    }
  }

  return {
    find,
    findMany,
    lastSeen: (id) => seen.get(id),
    async listInstances(signal) {
      const [found, names] = await Promise.all([
        regions.everywhere((region) => inRegion(region, null, signal), signal),
        namesOrNone(signal),
      ])
      const all = found.flatMap(({ result }) => result)
      const unique = new Map(all.map((one) => [one.record.InstanceId, one]))
      return [...unique.values()].map((one) => toInstance(one, names))
    },
    async getInstance(id, signal) {
      const [found, names] = await Promise.all([find(id, signal), namesOrNone(signal)])
      return found && toInstance(found, names)
    },
  }
}

/** As many of them as one call takes. */
export function chunks(ids: string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, index) =>
    ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS),
  )
}

function toInstance({ region, record }: FoundInstance, names: Map<string, string>): CloudInstance {
  const ssh = waysIn(record)
  return {
    cloudId: record.InstanceId,
    name: record.InstanceName || record.InstanceId,
    state: stateOf(record),
    cloudState: record.InstanceState || 'unknown',
    region,
    zone: record.Placement?.Zone || region,
    image: record.ImageId,
    os: record.OsName,
    addresses: [...new Set(ssh.map(({ host }) => host))],
    ssh,
    keyNames: keyIdsOf(record).map((id) => names.get(id) ?? id),
    userGuesses: loginUsers(record),
  }
}

/** Tencent Cloud names the user; its own images have `ubuntu` on Ubuntu, and root else. */
function loginUsers({ DefaultLoginUser: named, OsName }: InstanceRecord): string[] {
  const guesses = userGuesses(OsName)
  const usual = /ubuntu/i.test(OsName) || guesses.includes('Administrator') ? [] : ['root']
  return [...new Set([...(named ? [named] : []), ...usual, ...guesses])]
}

/** Public first. Only what is an IP address: anything else would be looked up as a name. */
function waysIn(record: InstanceRecord): SshAddress[] {
  const port = record.DefaultLoginPort ?? 22
  const via = (way: SshAddress['via'], hosts: string[]) => hosts.map((host) => ({ host, port, via: way }))
  const ways = [
    ...via('public', [...record.PublicIpAddresses, ...record.PublicIPv6Addresses]),
    ...via('private', [...record.PrivateIpAddresses, ...record.IPv6Addresses]),
  ]
  const usable = ways.filter((way) => isIP(way.host) !== 0 && SshAddress.safeParse(way).success)
  return usable.filter(({ host }, index) => usable.findIndex((way) => way.host === host) === index)
}

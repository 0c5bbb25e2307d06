import { isIP } from 'node:net'
import { SshAddress } from '../../../../contract/instances.js'
import { isLatchkeyError, type LatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import type { Cloud, CloudInstance } from '../cloud.js'
import { createdAt } from '../created-at.js'
import { tagsOf } from '../tags.js'
import { userGuesses } from '../user-guesses.js'
import type { Client } from './client.js'
import { isOtherRegion } from './errors.js'
import { type FoundInstance, InstanceRecord, keyIdsOf, stateOf } from './instance-record.js'
import { listAll } from './paging.js'
import type { Regions } from './regions.js'

export interface Finder {
  /** One instance, wherever it is; null if it is gone. */
  find(id: string, signal?: AbortSignal): Promise<FoundInstance | null>
  /** Those of the ids that are there, wherever they are. Throws what keeps it from telling of any. */
  findMany(ids: string[], signal?: AbortSignal): Promise<FoundInstance[]>
  /** The same, but what keeps it from telling of some is theirs alone. Throws `cancelled`. */
  findEach(ids: string[], signal?: AbortSignal): Promise<Finds>
  /** The instance as it was last seen; undefined before. */
  lastSeen(id: string): FoundInstance | undefined
}

interface Finds {
  found: FoundInstance[]
  /** By id, of those that may be where no answer came from. */
  problems: Map<string, LatchkeyError>
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

  /** Instances that were seen before, in their region. */
  async function look(region: string, ids: string[], signal?: AbortSignal): Promise<Finds> {
    try {
      return { found: await known(region, ids, signal), problems: new Map() }
    } catch (error) {
      if (!isLatchkeyError(error) || error.code === 'cancelled') throw error
      return { found: [], problems: new Map(ids.map((id) => [id, error])) }
    }
  }

  /** Instances that were never seen. What is nowhere may be where no answer came from. */
  async function search(ids: string[], signal?: AbortSignal): Promise<Finds> {
    const failures: LatchkeyError[] = []
    const answers = await regions.everywhere(
      (region) => known(region, ids, signal),
      signal,
      (_region, error) => failures.push(error),
    )
    const found = answers.flatMap(({ result }) => result)
    const missing = ids.filter((id) => !found.some(({ record }) => record.InstanceId === id))
    const [failure] = failures
    return { found, problems: new Map(failure ? missing.map((id) => [id, failure]) : []) }
  }

  async function findEach(ids: string[], signal?: AbortSignal): Promise<Finds> {
    const regionOf = (id: string) => seen.get(id)?.region
    const finds = [...new Set(ids.map(regionOf))].flatMap((region) => {
      const here = chunks(ids.filter((id) => regionOf(id) === region))
      return here.map((chunk) => (region === undefined ? search(chunk, signal) : look(region, chunk, signal)))
    })
    const all = await Promise.all(finds)
    return {
      found: all.flatMap(({ found }) => found).filter(({ record }) => stateOf(record) !== 'gone'),
      problems: new Map(all.flatMap(({ problems }) => [...problems])),
    }
  }

  async function findMany(ids: string[], signal?: AbortSignal): Promise<FoundInstance[]> {
    const { found, problems } = await findEach(ids, signal)
    for (const problem of problems.values()) throw problem
    return found
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
    findEach,
    lastSeen: (id) => seen.get(id),
    async listInstances(signal, lost) {
      const [found, names] = await Promise.all([
        regions.everywhere((region) => inRegion(region, null, signal), signal, lost),
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
    ...tagsOf(record.Tags?.map(({ Key, Value }) => ({ name: Key, value: Value }))),
    ...createdAt(record.CreatedTime),
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

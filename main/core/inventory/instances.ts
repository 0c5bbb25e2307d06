import type { ErrorInfo } from '../../../contract/errors.js'
import type { Inventory } from '../../../contract/instances.js'
import type { Cloud, CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Ports } from '../ports.js'
import type { AccountsService, InstancesService } from '../services.js'
import { createInstanceView, parseInstanceId } from './instance-view.js'
import { type AccountInventory, byCloudId, createInventoryCache } from './inventory-cache.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'cache' | 'clock' | 'log'>
  accounts: Pick<AccountsService, 'cloud'>
  /** For one account's whole refresh; 2 minutes unless told. */
  timeLimitMs?: number
}

/** The instances of all accounts: what was read last, at once, and read again when asked. */
export function createInstances({ ports, accounts, timeLimitMs = 120_000 }: Parts): InstancesService {
  const { profile, clock, log } = ports
  const cache = createInventoryCache(ports.cache, log)
  const problems = new Map<string, ErrorInfo>()
  const underWay = new Map<string, Promise<void>>()

  const accountIds = () =>
    profile
      .read()
      .accounts.filter(({ phase }) => phase === 'stored')
      .map(({ id }) => id)

  async function inventory(): Promise<Inventory> {
    const read = await cache.accounts()
    const view = createInstanceView(profile.read())
    const ids = accountIds()
    return {
      instances: ids.flatMap((id) => {
        const account = read.get(id)
        return account ? view.all(id, account.instances.values(), account.keys) : []
      }),
      ages: ids.map((id) => {
        const problem = problems.get(id)
        return { accountId: id, readAt: read.get(id)?.readAt ?? null, ...(problem && { problem }) }
      }),
    }
  }

  /** Those who ask while an account is being read wait for the same reading. */
  function refreshOnce(accountId: string): Promise<void> {
    const running = underWay.get(accountId)
    if (running) return running
    const started = refreshAccount(accountId).finally(() => underWay.delete(accountId))
    underWay.set(accountId, started)
    return started
  }

  async function refreshAccount(accountId: string): Promise<void> {
    try {
      const found = await readAccount(await accounts.cloud(accountId), AbortSignal.timeout(timeLimitMs))
      const read = await cache.accounts()
      if (!accountIds().includes(accountId)) return
      read.set(accountId, { ...found, readAt: new Date(clock.now()).toISOString() })
      problems.delete(accountId)
    } catch (error) {
      problems.set(accountId, problemOf(error, 'inventory.incident', log))
    }
  }

  async function readAccount(cloud: Cloud, limit: AbortSignal): Promise<Omit<AccountInventory, 'readAt'>> {
    try {
      const [instances, keys] = await Promise.all([cloud.listInstances(limit), cloud.listKeys(limit)])
      return { instances: byCloudId(instances), keys }
    } catch (error) {
      throw limit.aborted ? tooSlow(timeLimitMs, error) : error
    }
  }

  /** Keeps what was read of one instance; `null` forgets it. The age of the whole stays what it is. */
  async function keep(
    accountId: string,
    cloudId: string,
    instance: CloudInstance | null,
    keys?: CloudKeyEntry[],
  ) {
    const read = await cache.accounts()
    const account = read.get(accountId)
    if (account === undefined) return
    const instances = new Map(account.instances)
    if (instance === null) instances.delete(cloudId)
    else instances.set(cloudId, instance)
    read.set(accountId, { ...account, instances, keys: keys ?? account.keys })
    await cache.save()
  }

  /** A key that was pushed since the last reading is known by name only: then the account's list is read anew. */
  async function keysFor(cloud: Cloud, accountId: string, { keyNames }: CloudInstance, signal?: AbortSignal) {
    const known = (await cache.accounts()).get(accountId)?.keys ?? []
    const names = new Set(known.map(({ name }) => name))
    return keyNames.every((name) => names.has(name)) ? known : cloud.listKeys(signal)
  }

  return {
    list: inventory,

    async refresh({ accountId }) {
      const ids = accountIds()
      if (accountId !== undefined && !ids.includes(accountId)) throw accountNotFound()
      await Promise.all((accountId === undefined ? ids : [accountId]).map(refreshOnce))
      await dropRemoved(accountIds())
      await cache.save()
      return inventory()
    },

    async get(id) {
      const { accountId, cloudId } = requireKnown(id)
      const account = (await cache.accounts()).get(accountId)
      const found = account?.instances.get(cloudId)
      if (account === undefined || found === undefined) throw instanceNotFound()
      return createInstanceView(profile.read()).one(accountId, found, account.keys)
    },

    async fresh(id) {
      const { accountId, cloudId } = requireKnown(id)
      const cloud = await accounts.cloud(accountId)
      const cloudInstance = await cloud.getInstance(cloudId)
      if (cloudInstance === null) {
        await keep(accountId, cloudId, null)
        throw instanceNotFound()
      }
      const keys = await keysFor(cloud, accountId, cloudInstance)
      await keep(accountId, cloudId, cloudInstance, keys)
      const instance = createInstanceView(profile.read()).one(accountId, cloudInstance, keys)
      return { instance, cloudInstance, cloud }
    },
  }

  function requireKnown(id: string): { accountId: string; cloudId: string } {
    const parts = parseInstanceId(id)
    if (parts === null || !accountIds().includes(parts.accountId)) throw instanceNotFound()
    return parts
  }

  async function dropRemoved(ids: string[]): Promise<void> {
    const read = await cache.accounts()
    for (const id of read.keys()) if (!ids.includes(id)) read.delete(id)
  }
}

function tooSlow(limitMs: number, cause: unknown): LatchkeyError {
  const seconds = Math.round(limitMs / 1000)
  return new LatchkeyError(
    'cloud-unreachable',
    `The cloud did not list everything within ${seconds} seconds.`,
    {
      advice: 'Refresh again; what you see is from the time before.',
      retryable: true,
      cause,
    },
  )
}

function accountNotFound(): LatchkeyError {
  return new LatchkeyError('account-not-found', 'There is no such account.', {
    advice: 'It may have been removed in another window.',
  })
}

function instanceNotFound(): LatchkeyError {
  return new LatchkeyError('instance-not-found', 'The cloud no longer has this instance.', {
    advice: 'Refresh the list of instances.',
  })
}

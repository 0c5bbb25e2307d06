import type { Instance, Inventory, InventoryProgress } from '../../../contract/instances.js'
import type { Cloud, CloudInstance } from '../clouds/cloud.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Ports } from '../ports.js'
import type { AccountsService, InstancesService } from '../services.js'
import { createAccountRefresh } from './account-refresh.js'
import { createDoubtfulInstances } from './doubtful-instances.js'
import { type SeenKey, withFirstSeen } from './first-seen.js'
import { createInstanceView, instanceId, parseInstanceId } from './instance-view.js'
import { type AccountInventory, createInventoryCache } from './inventory-cache.js'
import { ofRegions, readAtOf } from './lost-regions.js'
import { accountNotFound, instanceNotFound } from './not-found.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'cache' | 'clock' | 'log'>
  accounts: Pick<AccountsService, 'cloud'>
  /** For one account's whole refresh; 2 minutes unless told. */
  timeLimitMs?: number
}

/** Of a disabled account: it stays in sight and can be logged in to, and nobody knows how it is. */
const notAsked = (instance: Instance): Instance => ({
  ...instance,
  state: 'unknown',
  cloudState: 'Not asked',
})

/** The instances of all accounts: what was read last, at once, and read again when asked. */
export function createInstances({ ports, accounts, timeLimitMs = 120_000 }: Parts): InstancesService {
  const { profile, clock, log } = ports
  const progress = createLiveValue<InventoryProgress>({ revision: 0, read: {}, reading: [] })
  const cache = createInventoryCache(ports.cache, log)
  const { refresh, problem, lostRegions } = createAccountRefresh({
    cache,
    clock,
    log,
    timeLimitMs,
    openCloud: (id) => accounts.cloud(id),
  })

  const accountRecords = () => profile.read().accounts.filter(({ phase }) => phase === 'stored')
  const accountIds = () => accountRecords().map(({ id }) => id)

  const doubtful = createDoubtfulInstances({ ports, look: (id) => fresh(id) })

  async function list(accountId?: string): Promise<Inventory> {
    const known = await cache.accounts()
    await doubtful.lookAtAll()
    const view = createInstanceView(profile.read())
    const records = accountRecords().filter(({ id }) => accountId === undefined || id === accountId)
    return {
      instances: records.flatMap(({ id, disabled }) => {
        const account = known.get(id)
        const all = account ? view.all(id, account) : []
        return disabled ? all.map(notAsked) : doubtful.withoutGuess(all)
      }),
      ages: records.map(({ id, disabled }) => ageOf(id, disabled, known.get(id))),
    }
  }

  /** Of a disabled account nobody asks why it could not be read. */
  function ageOf(
    accountId: string,
    disabled: boolean,
    known: AccountInventory | undefined,
  ): Inventory['ages'][number] {
    const age = { accountId, readAt: known?.readAt ?? null }
    if (disabled) return age
    const failed = problem(accountId)
    const regions = [...lostRegions(accountId)].map(([region, why]) => {
      return { region, readAt: known ? readAtOf(known, region) : null, problem: why }
    })
    return { ...age, ...(failed && { problem: failed }), ...(regions.length > 0 && { regions }) }
  }

  function tell(change: (now: InventoryProgress) => InventoryProgress): void {
    progress.set(change(progress.get()))
  }

  async function readAccount(accountId: string): Promise<void> {
    tell((now) => ({ ...now, reading: [...now.reading, accountId] }))
    await refresh(accountId)
    tell((now) => {
      const revision = now.revision + 1
      const index = now.reading.indexOf(accountId)
      const reading = now.reading.filter((_id, at) => at !== index)
      return { revision, reading, read: { ...now.read, [accountId]: revision } }
    })
    if (problem(accountId) !== undefined) return
    const account = (await cache.accounts()).get(accountId)
    for (const { cloudId, region } of account?.instances.values() ?? [])
      if (account?.older[region ?? ''] === undefined) doubtful.seen(instanceId(accountId, cloudId))
  }

  /** An id's parts, if its account is still there. */
  function parse(id: string): { accountId: string; cloudId: string } {
    const parts = parseInstanceId(id)
    if (parts === null || !accountIds().includes(parts.accountId)) throw instanceNotFound()
    return parts
  }

  /** A key that was pushed since the last reading is known by name only: then the account's list is read anew. */
  async function keysFor(cloud: Cloud, accountId: string, { keyNames }: CloudInstance): Promise<SeenKey[]> {
    const known = (await cache.accounts()).get(accountId)?.keys ?? []
    const names = new Set(known.map(({ name }) => name))
    if (keyNames.every((name) => names.has(name))) return known
    const lost = new Set<string>()
    const listed = await cloud.listKeys(undefined, (region) => lost.add(region))
    const now = new Date(clock.now()).toISOString()
    return withFirstSeen([...listed, ...ofRegions(known, lost)], known, now)
  }

  const fresh: InstancesService['fresh'] = async (id) => {
    const { accountId, cloudId } = parse(id)
    const cloud = await accounts.cloud(accountId)
    const cloudInstance = await cloud.getInstance(cloudId)
    doubtful.seen(id)
    if (cloudInstance === null) {
      await cache.forgetInstance(accountId, cloudId)
      throw instanceNotFound()
    }
    const keys = await keysFor(cloud, accountId, cloudInstance)
    await cache.keepInstance(accountId, cloudInstance, keys)
    const instance = createInstanceView(profile.read()).one(accountId, cloudInstance, keys)
    return { instance, cloudInstance, cloud }
  }

  return {
    list: async (input) => list(input?.accountId),
    watch: async (_nothing, { signal }) => progress.watch(signal),

    async refresh({ accountId }) {
      const enabled = accountRecords().filter(({ disabled }) => !disabled)
      if (accountId !== undefined && !accountIds().includes(accountId)) throw accountNotFound()
      await Promise.all(
        (accountId === undefined ? enabled.map(({ id }) => id) : [accountId]).map(readAccount),
      )
      await cache.keepOnly(accountIds()) // one that was removed while it was read
    },

    async get(id) {
      const { accountId, cloudId } = parse(id)
      const account = (await cache.accounts()).get(accountId)
      const found = account?.instances.get(cloudId)
      if (account === undefined || found === undefined) throw instanceNotFound()
      return createInstanceView(profile.read()).one(accountId, found, account.keys)
    },

    fresh,
    forgetRemoved: () => cache.keepOnly(accountIds()),
    settled: cache.settled,
    told: () => cache.accounts(),
  }
}

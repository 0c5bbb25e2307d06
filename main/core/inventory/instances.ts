import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Instance, Inventory, InventoryProgress } from '../../../contract/instances.js'
import { told } from '../../../contract/words/say.js'
import { hostInstances, hostsCloud } from '../hosts/hosts-cloud.js'
import { createLiveValue } from '../lib/live-value.js'
import type { Ports } from '../ports.js'
import type { Profile } from '../profile.js'
import type { AccountsService, InstancesService } from '../services.js'
import { createAccountRefresh } from './account-refresh.js'
import { createDoubtfulInstances } from './doubtful-instances.js'
import { createInstancePower } from './instance-power.js'
import { createInstanceView, instanceId, parseInstanceId } from './instance-view.js'
import { type AccountInventory, byCloudId, createInventoryCache } from './inventory-cache.js'
import type { OnInventoryChange } from './inventory-change.js'
import { createListedKeys } from './listed-keys.js'
import { readAtOf } from './lost-regions.js'
import { accountNotFound, hostNotFound, instanceNotFound } from './not-found.js'
import { hasPlace } from './place.js'
import { touchedAccounts } from './touched-accounts.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'cache' | 'clock' | 'log'>
  accounts: Pick<AccountsService, 'cloud'>
  /** For one account's whole refresh; 2 minutes unless told. */
  timeLimitMs?: number
  onChange?: OnInventoryChange
  /** An instance was started from here. */
  onStarted?: (instanceId: string) => void
}

type ListInput = NonNullable<Parameters<InstancesService['list']>[0]>

/** Of a disabled account: it stays in sight and can be logged in to, and nobody knows how it is. */
const notAsked = (instance: Instance): Instance => ({
  ...instance,
  state: 'unknown',
  cloudState: told`Not asked`,
})

/** The instances of all accounts: what was read last, at once, and read again when asked. The user's own hosts with them. */
export function createInstances({
  ports,
  accounts,
  timeLimitMs = 120_000,
  onChange,
  onStarted = () => undefined,
}: Parts): InstancesService {
  const { profile, clock, log } = ports
  const progress = createLiveValue<InventoryProgress>({ revision: 0, read: {}, reading: [] })
  const cache = createInventoryCache(ports.cache, log, onChange)
  const { refresh, problem, lostRegions } = createAccountRefresh({
    cache,
    clock,
    log,
    timeLimitMs,
    openCloud: (id) => accounts.cloud(id),
  })
  const hosts = hostsCloud(profile)

  const listedKeys = createListedKeys(cache, clock)

  const accountRecords = () => profile.read().accounts.filter(({ phase }) => phase === 'stored')
  const accountIds = () => accountRecords().map(({ id }) => id)

  const doubtful = createDoubtfulInstances({ ports, look: (id) => fresh(id) })

  async function list({ accountId, from = 0, most }: ListInput): Promise<Inventory> {
    const known = await cache.accounts()
    await doubtful.lookAtAll()
    const view = createInstanceView(profile.read())
    const isAsked = (id: string) => accountId === undefined || id === accountId
    const records = accountRecords().filter(({ id }) => isAsked(id))
    const end = most === undefined ? undefined : from + most
    // Of one account, nothing is made that isn't asked for: its thousands are read page by page.
    const ofOne = accountId === undefined ? {} : { from, end }
    const ofAccount = ({ id, disabled }: (typeof records)[number]) => {
      const account = known.get(id)
      const all = account ? view.all(id, account, isSilent(id), ofOne) : []
      return disabled ? all.map(notAsked) : doubtful.withoutGuess(all).map(asItChanges)
    }
    const ofHosts = () => view.all(HOSTS_ACCOUNT, hostsInventory(profile.read()), false, ofOne)
    const parts = [
      ...records.map((record) => () => ofAccount(record)),
      ...(isAsked(HOSTS_ACCOUNT) ? [ofHosts] : []),
    ]
    let found: Instance[] = []
    for (const part of parts) if (end === undefined || found.length < end) found = found.concat(part())
    return {
      instances: accountId === undefined ? found.slice(from, end) : found,
      ages: records.map(({ id, disabled }) => ageOf(id, disabled, known.get(id))),
    }
  }

  /** Did not answer when it was asked last; not where the user has cancelled that. */
  const isSilent = (id: string) => (problem(id)?.code ?? 'cancelled') !== 'cancelled'

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

  /** `list` says something new of these accounts. */
  function tellOf(accountIds: Iterable<string>, reading = progress.get().reading): void {
    tell((now) => {
      const revision = now.revision + 1
      const read = Object.fromEntries([...accountIds].map((id) => [id, revision]))
      return { revision, reading, read: { ...now.read, ...read } }
    })
  }

  async function readAccount(accountId: string, signal: AbortSignal | undefined): Promise<void> {
    tell((now) => ({ ...now, reading: [...now.reading, accountId] }))
    await refresh(accountId, signal).finally(() => {
      const { reading } = progress.get()
      const index = reading.indexOf(accountId)
      tellOf(
        [accountId],
        reading.filter((_id, at) => at !== index),
      )
    })
    if (problem(accountId) !== undefined) return
    const account = (await cache.accounts()).get(accountId)
    for (const { cloudId, region } of account?.instances.values() ?? [])
      if (account?.older[region ?? ''] === undefined) doubtful.seen(instanceId(accountId, cloudId))
  }

  /** An id's parts, if its account is still there, or the host that it is. */
  function parse(id: string): { accountId: string; cloudId: string } {
    const parts = parseInstanceId(id)
    if (parts !== null && hasPlace(profile.read(), id)) return parts
    throw parts?.accountId === HOSTS_ACCOUNT ? hostNotFound() : instanceNotFound()
  }

  async function told(): Promise<Map<string, AccountInventory>> {
    return new Map([...(await cache.accounts()), [HOSTS_ACCOUNT, hostsInventory(profile.read())]])
  }

  const fresh: InstancesService['fresh'] = async (id, signal) => {
    const { accountId, cloudId } = parse(id)
    const cloud = accountId === HOSTS_ACCOUNT ? hosts : await accounts.cloud(accountId)
    const cloudInstance = await cloud.getInstance(cloudId, signal)
    doubtful.seen(id)
    if (cloudInstance === null) {
      await cache.forgetInstance(accountId, cloudId)
      tellOf([accountId])
      throw instanceNotFound()
    }
    const keys = await listedKeys.withNames(cloud, accountId, cloudInstance.keyNames)
    await cache.keepInstance(accountId, cloudInstance)
    tellOf([accountId])
    const instance = createInstanceView(profile.read()).one(accountId, cloudInstance, keys)
    return { instance, cloudInstance, cloud }
  }

  const { power, asItChanges } = createInstancePower({
    profile,
    log,
    fresh,
    started: onStarted,
    changed(id) {
      const parts = parseInstanceId(id)
      if (parts !== null) tellOf([parts.accountId])
    },
  })

  return {
    power,
    list: async (input = {}) => list(input),
    watch: async (_nothing, { signal }) => progress.watch(signal),

    async refresh({ accountId }, { signal }) {
      const enabled = accountRecords().filter(({ disabled }) => !disabled)
      if (accountId !== undefined && !accountIds().includes(accountId)) throw accountNotFound()
      const wanted = accountId === undefined ? enabled.map(({ id }) => id) : [accountId]
      await Promise.all(wanted.map((id) => readAccount(id, signal)))
      await cache.keepOnly(accountIds()) // one that was removed while it was read
    },

    async get(id) {
      const { accountId, cloudId } = parse(id)
      const account = (await told()).get(accountId)
      const found = account?.instances.get(cloudId)
      if (account === undefined || found === undefined) throw instanceNotFound()
      return createInstanceView(profile.read()).one(accountId, found, account.keys)
    },

    fresh,
    profileChanged(before, after) {
      const ids = touchedAccounts(before, after)
      if (ids.size === 0) return
      void cache.keepOnly(accountIds())
      tellOf(ids)
    },
    settled: cache.settled,
    told,
    problemOf: problem,
    async keysAnew(accountId) {
      await listedKeys.anew(await accounts.cloud(accountId), accountId)
      tellOf([accountId])
    },
    async keyGone(accountId, key) {
      await listedKeys.forget(accountId, key)
      tellOf([accountId])
    },
  }
}

/** What is known of the user's hosts is never old: nobody else tells of them. */
function hostsInventory(profile: Profile): AccountInventory {
  return { readAt: '', instances: byCloudId(hostInstances(profile)), keys: [], older: {} }
}

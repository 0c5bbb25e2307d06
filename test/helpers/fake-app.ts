import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account, CloudKey } from '../../contract/accounts.js'
import type { BindResult } from '../../contract/bindings.js'
import type { InventoryProgress } from '../../contract/instances.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import type { AccountsService, App, InstancesService } from '../../main/core/services.js'
import { fakeActivity } from './fake-activity.js'
import { fakeBackup } from './fake-backup.js'
import { fakeBindings } from './fake-bindings.js'
import * as data from './fake-data.js'
import { fakeKeys } from './fake-keys.js'
import { openstackKind } from './fake-kinds.js'
import { fakeMap } from './fake-map.js'
import { fakeRepair } from './fake-repair.js'
import { fakeQuestions, fakeSessions } from './fake-sessions.js'
import { fakeSettings } from './fake-settings.js'
import { fakeSync } from './fake-sync.js'
import { type FakeVaultOptions, fakeVaultService } from './fake-vault-service.js'
import { plainAccount } from './plain-account.js'

export interface FakeAppOptions extends FakeVaultOptions {
  /** No keys, no accounts, no instances. */
  empty?: boolean
  instances?: number
  /** So many key pairs more, in every state. */
  keys?: number
  /** Every call to a cloud and every change fails with a foreseen error. */
  errors?: boolean
  /** How many entries the activity record has, and whether one was changed. */
  activity?: number
  brokenActivity?: boolean
  askHostKey?: boolean | 'changed'
  bindOutcome?: BindResult['outcome']
  /** A binding that the last run left behind. */
  interrupted?: boolean
  /** Accounts hold other keys than yesterday. */
  drift?: boolean
  /** A profile file that was put aside at start. */
  putAside?: boolean
  lab?: boolean
  /** A recovery kit is there, and its file is in this state. */
  kit?: 'current' | 'stale'
  /** Things in the vault that don't fit together, one of each kind. */
  findings?: boolean
  /** Says that it is the desktop app. */
  desktop?: boolean
  /** How slow the network is. 0 for tests. */
  latencyMs?: number
}

/** An `App` in memory with believable data, for looking at screens and for testing transports. Keeps no secret. */
export function createFakeApp(options: FakeAppOptions = {}): App {
  const { empty = false, latencyMs = 300 } = options
  const questions = fakeQuestions()
  const vault = fakeVaultService(options)
  const keys = fakeKeys(empty, options.keys)
  const instances = fakeInstances(empty ? 0 : (options.instances ?? 24), options)
  const sessions = fakeSessions({
    find: instances.find,
    questions,
    phaseMs: latencyMs / 2,
    askHostKey: options.askHostKey ?? false,
  })
  return {
    host: {
      info: async () => hostInfo(options),
      changes: async (_nothing, { signal }) => createLiveValue(0).watch(signal),
    },
    vault,
    keys,
    accounts: fakeAccounts(empty, options),
    instances,
    bindings: fakeBindings({
      find: instances.find,
      keys: keys.all,
      stepMs: latencyMs * 3,
      outcome: options.bindOutcome ?? 'proven',
      interrupted: options.interrupted ?? false,
      bound: instances.bind,
    }),
    sessions,
    questions,
    knownHosts: fakeKnownHosts(empty),
    map: fakeMap(instances.all(), options.keys ?? 0),
    settings: fakeSettings(),
    activity: fakeActivity(empty ? 0 : (options.activity ?? 60), options.brokenActivity),
    backup: fakeBackup(options.kit, options.latencyMs),
    repair: fakeRepair(options.findings),
    sync: fakeSync(empty, options),
    windowOpened: () => () => undefined,
    close: () => sessions.closeAll(),
  }
}

function hostInfo({ putAside = false, lab = false, desktop = false }: FakeAppOptions) {
  const moved = {
    file: '/home/ada/.config/latchkey/profile.json',
    movedTo: '/home/ada/.config/latchkey/profile.json.damaged-20260704',
    problem: data.problem(
      'profile-damaged',
      'The profile file could not be read.',
      'Your keys are untouched.',
    ),
  }
  return {
    kind: desktop ? ('desktop' as const) : ('web' as const),
    version: '0.1.0',
    profileDir: '/home/ada/.config/latchkey',
    putAside: putAside ? [moved] : [],
    lab: lab
      ? {
          kind: 'cloudstack' as const,
          name: 'Lab',
          values: {
            endpoint: 'http://127.0.0.1:18080/client/api',
            apiKey: 'lab-api-key',
            secretKey: 'lab-secret-key',
          },
        }
      : null,
  }
}

function fakeAccounts(empty: boolean, { errors = false, latencyMs = 300 }: FakeAppOptions): AccountsService {
  let accounts = empty ? [] : [...data.accounts]
  const check = async (values: Record<string, string>, signal?: AbortSignal) => {
    await sleep(latencyMs * 3, undefined, { signal })
    if (errors || values.secretKey === 'wrong')
      throw new LatchkeyError('cloud-credentials', 'CloudStack refused the API key or the secret key.', {
        advice: 'Copy both again from your user page in CloudStack.',
        detail: '401: unable to verify user credentials and/or request signature',
      })
    return {
      user: 'ada@ROOT',
      product: 'CloudStack 4.20.1.0',
      project: null,
      missing: [],
      regions: ['fra-1'],
      keyCount: 3,
      instanceCount: 24,
    }
  }
  let cloudKeys = data.cloudKeys
  const changeKey = async (name: string, to: Partial<CloudKey>) => {
    cloudKeys = cloudKeys.map((key) => (key.name === name ? { ...key, ...to } : key))
  }
  const change = (id: string, to: Partial<Account>): Account => {
    accounts = accounts.map((account) => (account.id === id ? { ...account, ...to } : account))
    const [changed] = accounts.filter((account) => account.id === id)
    if (changed === undefined) throw new LatchkeyError('account-not-found', 'There is no such account.')
    return changed
  }
  return {
    kinds: async () => [data.cloudstackKind, openstackKind],
    list: async () => accounts,
    check: ({ values }, { signal }) => check(values, signal),
    async add({ kind, name, values }, { signal }) {
      await check(values, signal)
      const { secretKey: _, ...open } = values
      const account: Account = {
        ...plainAccount,
        id: randomUUID(),
        kind,
        name,
        values: open,
        addedAt: data.ago(0),
        lastContact: null,
      }
      accounts = [...accounts, account]
      return account
    },
    async readPasted({ text }) {
      if (!text.includes('OS_'))
        throw new LatchkeyError('input-invalid', 'This is no openrc and no clouds.yaml.')
      return { endpoint: 'https://infra.example.org:5000/v3', user: 'ada', project: 'web' }
    },
    async edit({ id, name, values }, { signal }) {
      if (values !== undefined) await check(values, signal)
      const { secretKey: _, ...open } = values ?? {}
      return change(id, { ...(name && { name }), ...(values && { values: open }) })
    },
    setDisabled: async ({ id, disabled }) => change(id, { disabled, lastContact: null }),
    async remove({ id }) {
      accounts = accounts.filter((account) => account.id !== id)
    },
    async keys() {
      await sleep(latencyMs)
      return cloudKeys
    },
    requests: async () => data.requests,
    keyNames: async ({ accountIds, name }) =>
      accountIds.map((accountId) => ({ accountId, name: name.replace(/[^\w]/g, '_').slice(0, 25) })),
    renameKey: async ({ key, name }) => changeKey(key.name, { name }),
    describeKey: async ({ key, description }) => changeKey(key.name, { description }),
    async deleteKey({ key }) {
      await sleep(latencyMs)
      if (errors)
        throw new LatchkeyError('cloud-key-in-use', `The cloud keeps "${key.name}": an instance has it.`, {
          advice: 'Take it off that instance first.',
        })
      cloudKeys = cloudKeys.filter(({ name }) => name !== key.name)
    },
    async createKey({ name }) {
      await sleep(latencyMs)
      return { keyId: 'k1', cloudName: name }
    },
    async push({ accountIds, name }, { signal }) {
      await sleep(latencyMs * 2, undefined, { signal })
      const refused = data.problem(
        'cloud-forbidden',
        'This account may not register key pairs.',
        'Ask its owner.',
      )
      return accountIds.map((accountId, n) =>
        errors || n === 1
          ? { accountId, outcome: 'failed', cloudName: null, problem: refused }
          : { accountId, outcome: 'pushed', cloudName: name ?? 'deploy-2026' },
      )
    },
    cloud: () => unused('accounts.cloud'),
  }
}

function fakeInstances(count: number, { errors = false, latencyMs = 300 }: FakeAppOptions) {
  let inventory = data.inventory(count)
  const progress = createLiveValue<InventoryProgress>({ revision: 0, read: {}, reading: [] })
  const find = (id: string) => inventory.instances.find((instance) => instance.id === id)
  const service: InstancesService = {
    list: async ({ accountId } = {}) => {
      const asked = (id: string) => accountId === undefined || id === accountId
      return {
        instances: inventory.instances.filter((instance) => asked(instance.accountId)),
        ages: inventory.ages.filter((age) => asked(age.accountId)),
      }
    },
    async refresh(_input, { signal }) {
      await sleep(latencyMs * 2, undefined, { signal })
      const unreachable = data.problem(
        'cloud-unreachable',
        'The cloud does not answer.',
        'Check the network.',
      )
      const age = errors ? { problem: unreachable } : { readAt: data.ago(0) }
      inventory = {
        ...inventory,
        ages: inventory.ages.map((old) => ({ ...old, ...age })),
      }
      const revision = progress.get().revision + 1
      const read = Object.fromEntries(inventory.ages.map(({ accountId }) => [accountId, revision]))
      progress.set({ revision, read, reading: [] })
    },
    watch: async (_nothing, { signal }) => progress.watch(signal),
    get: () => unused('instances.get'),
    fresh: () => unused('instances.fresh'),
    forgetRemoved: async () => undefined,
    settled: async () => undefined,
    told: () => unused('instances.told'),
  }
  const bind = (id: string, keyId: string) => {
    const instances = inventory.instances.map((instance) =>
      instance.id === id ? { ...instance, ...boundNow(keyId, instance.user) } : instance,
    )
    inventory = { ...inventory, instances }
  }
  return { ...service, find, bind, all: () => inventory.instances }
}

function boundNow(keyId: string, user: string) {
  const name = data.keyPairs.find(({ id }) => id === keyId)?.name ?? keyId
  return {
    state: 'running' as const,
    cloudState: 'Running',
    boundKeyId: keyId,
    declared: [{ cloudName: name, keyId }],
    proven: [{ keyId, user, at: data.ago(0) }],
  }
}

function fakeKnownHosts(empty: boolean): App['knownHosts'] {
  let hosts = empty ? [] : [...data.knownHosts]
  return {
    list: async () => ({ hosts, unreadableLines: 0 }),
    async remove({ id }) {
      hosts = hosts.filter((host) => host.id !== id)
    },
  }
}

function unused(what: string): never {
  throw new Error(`The fake app has no ${what}`)
}

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account, CloudKey } from '../../contract/accounts.js'
import type { BindResult } from '../../contract/bindings.js'
import type { DesktopState } from '../../contract/desktop.js'
import type { Instance, InstanceState, InventoryProgress } from '../../contract/instances.js'
import { createDemo, demoPlace } from '../../main/core/demo/demo.js'
import { createDesktop } from '../../main/core/desktop/desktop.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { createLiveValue } from '../../main/core/lib/live-value.js'
import { createOpenedFiles, rejectOpened } from '../../main/core/openings/opened-files.js'
import { createOpenings } from '../../main/core/openings/openings.js'
import type { DemoPort, DesktopPort } from '../../main/core/ports.js'
import { createQuestions } from '../../main/core/questions/questions.js'
import type { AccountsService, App, InstancesService } from '../../main/core/services.js'
import { createSessionLogs } from '../../main/core/sessions/session-logs.js'
import { createSnippets } from '../../main/core/snippets/snippets.js'
import { withWork } from '../../main/core/work/with-work.js'
import { fakeActivity } from './fake-activity.js'
import { fakeBackup } from './fake-backup.js'
import { fakeBindings } from './fake-bindings.js'
import { fakeConnection } from './fake-connection.js'
import * as data from './fake-data.js'
import { fakeFiles, fakeTransfers } from './fake-files.js'
import { fakeForwards } from './fake-forwards.js'
import { fakeHosts } from './fake-hosts.js'
import { fakeKeys } from './fake-keys.js'
import { openstackKind } from './fake-kinds.js'
import { fakeMap } from './fake-map.js'
import { fakeNameplates } from './fake-nameplates.js'
import { fakeRepair } from './fake-repair.js'
import { fakeRoutes } from './fake-routes.js'
import { fakeSessions } from './fake-sessions.js'
import { fakeSettings } from './fake-settings.js'
import { fakeSshConfig } from './fake-ssh-config.js'
import { fakeSync } from './fake-sync.js'
import { fakeTabs } from './fake-tabs.js'
import { type FakeVaultOptions, fakeVaultService } from './fake-vault-service.js'
import { memorySessionLogs } from './memory-folders.js'
import { memoryProfileStore, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'
import { systemClock } from './system-clock.js'

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
  /** Is a demo, or offers one. */
  demo?: 'here' | 'offered'
  /** A recovery kit is there, and its file is in this state. */
  kit?: 'current' | 'stale'
  /** Things in the vault that don't fit together, one of each kind. */
  findings?: boolean
  /** A window that is gone has left tabs. */
  tabs?: boolean
  /** Files are being copied: one goes on, one asks, of one a part failed. */
  transfers?: boolean
  /** Says that it is the desktop app. */
  desktop?: boolean
  /** How slow the network is. 0 for tests. */
  latencyMs?: number
}

/** An `App` in memory with believable data, for looking at screens and for testing transports. Keeps no secret. */
export function createFakeApp(options: FakeAppOptions = {}): App {
  const { empty = false, latencyMs = 300 } = options
  const questions = createQuestions({ clock: systemClock })
  const vault = fakeVaultService(options)
  const keys = fakeKeys(empty, options.keys, empty ? 0 : Math.min(options.instances ?? 24, 1000))
  const hosts = fakeHosts(empty)
  const instances = fakeInstances(empty ? 0 : (options.instances ?? 24), options, hosts.instances)
  const sessions = fakeSessions({
    find: instances.find,
    questions,
    phaseMs: latencyMs / 2,
    askHostKey: options.askHostKey ?? false,
    recent: empty ? [] : data.recentSessions(instances.all()),
  })
  const sessionLogs = createSessionLogs({
    folder: memorySessionLogs(),
    clock: systemClock,
    log: testLog(),
    nameOf: async () => 'web-1',
  })
  const app: Omit<App, 'work'> = {
    host: {
      info: async () => hostInfo(options),
      changes: async (_nothing, { signal }) => createLiveValue(0).watch(signal),
    },
    demo: createDemo(fakeDemo(options.demo)),
    desktop: createDesktop(options.desktop === true ? fakeDesktop() : undefined),
    vault,
    keys,
    accounts: fakeAccounts(empty, options),
    instances,
    hosts: hosts.service,
    bindings: fakeBindings({
      find: instances.find,
      keys: keys.all,
      stepMs: latencyMs * 3,
      outcome: options.bindOutcome ?? 'proven',
      interrupted: options.interrupted ?? false,
      bound: instances.bind,
    }),
    sessions: { ...sessions, attach: (id, port) => sessions.attach(id, sessionLogs.tap(id, port)) },
    sessionLogs,
    files: fakeFiles(empty),
    transfers: fakeTransfers(options.transfers),
    snippets: createSnippets(memoryProfileStore({ snippets: data.snippets(empty) })),
    tabs: fakeTabs(instances.all(), options.tabs ?? false),
    forwards: fakeForwards(instances.all()),
    nameplates: fakeNameplates(instances.all()),
    connection: fakeConnection(),
    routes: fakeRoutes(instances.find),
    openings: createOpenings({ vault, files: createOpenedFiles(rejectOpened), log: testLog() }),
    questions,
    recovery: fakeRecovery,
    knownHosts: fakeKnownHosts(empty),
    map: fakeMap(instances.all(), options.keys ?? 0),
    settings: fakeSettings(),
    activity: fakeActivity(empty ? 0 : (options.activity ?? 60), options.brokenActivity),
    backup: fakeBackup(options.kit, options.latencyMs),
    repair: fakeRepair(options.findings),
    sync: fakeSync(empty, options),
    sshConfig: fakeSshConfig(),
    windowOpened: () => () => undefined,
    close: () => sessions.closeAll(),
  }
  return withWork(app, { clock: systemClock, log: testLog() })
}

/** One that starts nothing and ends nothing. */
function fakeDemo(is: FakeAppOptions['demo']): DemoPort | undefined {
  if (is === 'here') return { is, back: null, leave: () => undefined }
  return is && { is, start: async () => null }
}

/** It finds a new version when it is asked to look, and fetches it when it is asked to. */
function fakeDesktop(): DesktopPort {
  const state = createLiveValue<DesktopState | null>({
    startAtLogin: { on: false, why: null },
    updates: { state: 'idle' },
  })
  const version = '0.2.0'
  return {
    hasWindow: () => false,
    state,
    ask(wish) {
      const now = state.get()
      if (now === null) return
      if (wish.wish === 'start-at-login') state.set({ ...now, startAtLogin: { on: wish.on, why: null } })
      else state.set({ ...now, updates: { state: wish.step === 'check' ? 'found' : 'ready', version } })
    },
  }
}

function hostInfo({ putAside = false, lab = false, desktop = false, demo }: FakeAppOptions) {
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
    crashes: 0,
    demo: demoPlace(fakeDemo(demo)),
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
      const values = { endpoint: 'https://infra.example.org:5000/v3', user: 'ada', project: 'web' }
      return { values, notes: ['The file asks for the internal endpoints. Latchkey uses the public ones.'] }
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
    keyRadius: async ({ keys }) => {
      await sleep(latencyMs)
      return keys.map(({ accountId, key }) => data.accountKeyRadius(accountId, key))
    },
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
      return accountIds.map((accountId) =>
        errors || accountId === data.accounts[1]?.id
          ? { accountId, outcome: 'failed', cloudName: null, problem: refused }
          : { accountId, outcome: 'pushed', cloudName: name ?? 'deploy-2026' },
      )
    },
    cloud: () => unused('accounts.cloud'),
  }
}

function fakeInstances(
  count: number,
  { errors = false, latencyMs = 300 }: FakeAppOptions,
  hosts: () => Instance[],
) {
  let inventory = data.inventory(count)
  const progress = createLiveValue<InventoryProgress>({ revision: 0, read: {}, reading: [] })
  const all = () => [...inventory.instances, ...hosts()]
  const find = (id: string) => all().find((instance) => instance.id === id)
  const tell = () => {
    const revision = progress.get().revision + 1
    const read = Object.fromEntries(inventory.ages.map(({ accountId }) => [accountId, revision]))
    progress.set({ revision, read, reading: [] })
  }
  const setState = (id: string, state: InstanceState) => {
    const instances = inventory.instances.map((one) =>
      one.id === id ? { ...one, state, cloudState: state } : one,
    )
    inventory = { ...inventory, instances }
    tell()
  }
  const service: InstancesService = {
    list: async ({ accountId, from = 0, most } = {}) => {
      const asked = (id: string) => accountId === undefined || id === accountId
      return {
        instances: all()
          .filter((instance) => asked(instance.accountId))
          .slice(from, most && from + most),
        ages: inventory.ages.filter((age) => asked(age.accountId)),
      }
    },
    problemOf: () => undefined,
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
      tell()
    },
    async power({ id, to }, { signal, onSent }) {
      await sleep(latencyMs, undefined, { signal })
      onSent?.()
      setState(id, to === 'running' ? 'starting' : 'stopping')
      await sleep(latencyMs * 3)
      if (errors) {
        setState(id, to === 'running' ? 'stopped' : 'running')
        throw new LatchkeyError('cloud-failed', 'The cloud could not stop the instance.', {
          advice: 'Look at the instance in its console.',
        })
      }
      setState(id, to)
    },
    watch: async (_nothing, { signal }) => progress.watch(signal),
    get: async (id) => find(id) ?? unused(`instance ${id}`),
    fresh: () => unused('instances.fresh'),
    profileChanged: () => unused('instances.profileChanged'),
    settled: async () => undefined,
    told: () => unused('instances.told'),
    keysAnew: () => unused('instances.keysAnew'),
    keyGone: () => unused('instances.keyGone'),
  }
  const bind = (id: string, keyId: string) => {
    const instances = inventory.instances.map((instance) =>
      instance.id === id ? { ...instance, ...boundNow(keyId, instance.user) } : instance,
    )
    inventory = { ...inventory, instances }
    tell()
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

const fakeRecovery: App['recovery'] = {
  guide: async ({ instanceId }) => ({
    instanceId,
    instanceName: 'web-1',
    user: 'debian',
    keyType: 'rsa',
    byCloud: 'Reset SSH key (CloudStack)',
    console: {
      place: "On the cloud's own pages the screen is the tab Console of the instance.",
      hasAddress: true,
      whyNoAddress: null,
      noPasting: null,
      withoutPassword: ['Restart the instance from there.', 'Press Ctrl+X.'],
      afterwards: ['Restart it: reboot -f.'],
    },
  }),
  lines: async ({ user }) => ({
    withPassword: [`Log in there as ${user} with a password that you know.`],
    shell: `H=$(eval echo '~${user}')\nmkdir -p "$H/.ssh"\necho 'ssh-ed25519 AAAA' >> "$H/.ssh/authorized_keys"`,
    boot: 'mount -o remount,rw /\nsync',
    cloudName: 'deploy',
    problem: null,
  }),
  console: async () => ({
    address: 'https://console.cloud.example/vnc_auto.html?token=0f1e2d3c',
    validS: 600,
    once: false,
  }),
  prove: async ({ user }) => ({
    proven: true,
    message: `deploy opens web-1 as ${user}.`,
    advice: null,
    problem: null,
  }),
}

function fakeKnownHosts(empty: boolean): App['knownHosts'] {
  let hosts = empty ? [] : [...data.knownHosts]
  let before = hosts
  return {
    list: async () => ({ hosts, files: data.knownHostsFiles }),
    outdated: async () => hosts.filter(({ outdated }) => outdated.length > 0),
    find: async ({ text }) => ({
      ids: hosts.flatMap(({ id, host }) => (host === text ? [id] : [])),
      names: [text],
    }),
    hashed: async ({ ids }) => ids.map((id) => ({ id, name: '203.0.0.1', instanceName: 'web-1' })),
    async remove({ entries }) {
      before = hosts
      hosts = hosts.filter(({ id }) => entries.every((entry) => entry.id !== id))
      const backup = entries.some(({ id }) => data.isOfUser(id)) ? '/home/ada/.ssh/known_hosts.old' : null
      return { removed: entries.length, undoId: 'u1', backup, problems: [] }
    },
    async undo() {
      hosts = before
    },
    async keep({ ids }) {
      hosts = hosts.map((host) => (ids.includes(host.id) ? { ...host, outdated: [] } : host))
    },
  }
}

function unused(what: string): never {
  throw new Error(`The fake app has no ${what}`)
}

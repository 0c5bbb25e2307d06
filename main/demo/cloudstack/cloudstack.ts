import { randomBytes, randomUUID } from 'node:crypto'
import { authenticate, checkMethod, createThrottle } from './authentication.js'
import { catalog } from './catalog.js'
import { type Command, read } from './command.js'
import { ApiError, noSuchEntity, notForRole, unauthorized } from './errors.js'
import { noGuest } from './guest.js'
import { API_PATH, type ApiHost, type ApiRequest, serve } from './http.js'
import { jobs } from './jobs.js'
import { addKeyPair, findKeyPair, keyPairs } from './key-pairs.js'
import { networks } from './networks.js'
import { type Answer, refusal, success } from './responses.js'
import {
  type Account,
  type AccountSpec,
  newAccount,
  type Settings,
  type State,
  serverTime,
  type VirtualMachine,
  type VirtualMachineSpec,
} from './state.js'
import { boot, virtualMachines } from './virtual-machines.js'

const COMMANDS: Record<string, Command> = {
  ...catalog,
  ...keyPairs,
  ...virtualMachines,
  ...networks,
  ...jobs,
  listApis: read(({ state }) => {
    const allowed = Object.keys(COMMANDS).filter((name) => !state.settings.denied.includes(name))
    return { count: allowed.length, api: allowed.map((name) => ({ name })) }
  }),
}

const DEFAULTS: Settings = {
  version: '4.22.0.0',
  enforcePost: false,
  throttle: null,
  maxPageSize: 500,
  clockSkewMs: 0,
  latencyMs: 0,
  jobMs: 0,
  coyPolls: [1, 2, 3],
  denied: [],
}

export interface CloudStackOptions {
  /** By default any free one. */
  port?: number
  /** By default one account `admin` with random keys. */
  accounts?: AccountSpec[]
  /** Names; by default one, `Zone 1`. */
  zones?: string[]
  /** Names; by default none. */
  projects?: string[]
  settings?: Partial<Settings>
  /** For tests: what happens to each call on its way, and who hears of those that were answered. */
  deliver?: ApiHost['deliver']
  onCall?: (call: AnsweredCall) => void
}

/** Parameters have their names in lower case, and no signature among them. */
export interface AnsweredCall {
  command: string
  method: string
  params: Record<string, string>
}

export interface CloudStack {
  /** `http://127.0.0.1:PORT/client/api` */
  endpoint: string
  /** The first account's. */
  apiKey: string
  secretKey: string
  /** Everything the cloud knows. Tests look at it and may change it, above all `settings`. */
  state: State
  /** Registers a key as `registerSSHKeyPair` would have done long ago. Only type and blob of `publicKey` are kept. */
  addKeyPair(name: string, publicKey: string): void
  /** Makes a virtual machine and boots it unless `state` says otherwise. */
  addVirtualMachine(spec: VirtualMachineSpec): Promise<VirtualMachine>
  /** Powers every guest off and closes the API. */
  stop(): Promise<void>
}

/**
 * A CloudStack management server in memory, on 127.0.0.1: the part of the API that key pairs, their binding and the way
 * to an instance need. It follows CloudStack's own source for the signature, refusals and wrappers; virtual machines may
 * have real guests behind them.
 */
export async function startCloudStack(options: CloudStackOptions = {}): Promise<CloudStack> {
  const state = initialState(options)
  const owner = first(state.accounts, 'account')
  const host = {
    answer: createDispatcher(state, options.onCall),
    latencyMs: () => state.settings.latencyMs,
    now: () => serverTime(state),
    ...(options.deliver && { deliver: options.deliver }),
  }
  const { server, port } = await serve(host, options.port ?? 0)
  return {
    endpoint: `http://127.0.0.1:${port}${API_PATH}`,
    apiKey: owner.apiKey,
    secretKey: owner.secretKey,
    state,
    addKeyPair: (name, publicKey) => addKeyPair(owner, name, publicKey.split(' ').slice(0, 2).join(' ')),
    addVirtualMachine: (spec) => addVirtualMachine(state, spec),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await Promise.all(state.virtualMachines.map((vm) => vm.queue.then(() => vm.guest.stop())))
    },
  }
}

function createDispatcher(state: State, onCall: CloudStackOptions['onCall']) {
  const throttle = createThrottle(state)
  return async ({ method, params }: ApiRequest): Promise<Answer> => {
    const command = params.get('command') ?? ''
    const handler = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
    try {
      if (!handler) throw unauthorized()
      checkMethod(state, command, handler.changesState, method)
      const user = authenticate(state, params)
      const { signature: _, ...lowered } = lowerNames(params)
      onCall?.({ command, method, params: lowered })
      throttle(user)
      if (state.settings.denied.includes(command)) throw notForRole(command, user.name)
      const account = ownerOf(state, user, command, lowered.projectid)
      return success(command, await handler.run({ command, state, account, user, params: lowered }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return refusal(handler ? command : null, error)
    }
  }
}

/** Whose things a command means: the user's account's, or a project's. */
function ownerOf(state: State, user: Account, command: string, projectId: string | undefined): Account {
  if (projectId === undefined) return user
  const project = state.projects.find(({ id }) => id === projectId)
  if (!project) throw noSuchEntity(command, 'projectid', projectId)
  return project
}

function lowerNames(params: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...params].map(([name, value]) => [name.toLowerCase(), value]))
}

function initialState({ accounts, zones = ['Zone 1'], projects = [], settings }: CloudStackOptions): State {
  const specs = accounts ?? [{ name: 'admin', apiKey: randomKey(), secretKey: randomKey() }]
  return {
    settings: { ...DEFAULTS, ...settings },
    accounts: specs.map(newAccount),
    projects: projects.map((name) => newAccount({ name, apiKey: '', secretKey: '' })),
    zones: zones.map((name) => ({ id: randomUUID(), name })),
    virtualMachines: [],
    rules: [],
    jobs: [],
    consoleTokens: [],
  }
}

/** 64 random bytes as CloudStack makes its API and secret keys: 86 characters of URL-safe base64. */
const randomKey = () => randomBytes(64).toString('base64url')

async function addVirtualMachine(state: State, spec: VirtualMachineSpec): Promise<VirtualMachine> {
  const account = spec.account
    ? named([...state.accounts, ...state.projects], spec.account)
    : first(state.accounts, 'account')
  const zone = spec.zone ? named(state.zones, spec.zone) : first(state.zones, 'zone')
  const { name, keypairs = [], forward, state: wanted = 'Running' } = spec
  const vm: VirtualMachine = {
    id: randomUUID(),
    name,
    account,
    zone,
    state: 'Stopped',
    templatename: spec.templatename ?? 'Debian 12',
    osdisplayname: spec.osdisplayname ?? 'Debian GNU/Linux 12 (64-bit)',
    privateAddress: spec.privateAddress ?? `192.0.2.${10 + state.virtualMachines.length}`,
    publicip: spec.publicip ?? null,
    tags: spec.tags ?? [],
    keypairs,
    offeredKeys: publicKeys(account, keypairs),
    sshAlways: spec.sshAlways ?? true,
    hasBooted: false,
    guest: spec.guest ?? noGuest,
    jobId: null,
    queue: Promise.resolve(),
  }
  state.virtualMachines.push(vm)
  if (forward) state.rules.push({ id: randomUUID(), ...forward, privatePort: 22, virtualMachine: vm })
  if (wanted === 'Running') await boot(vm)
  vm.state = wanted
  return vm
}

function publicKeys(account: Account, names: string[]): string[] {
  return names.flatMap((name) => findKeyPair(account, name)?.publicKey ?? [])
}

function named<T extends { name: string }>(list: T[], name: string): T {
  const found = list.find((entry) => entry.name === name)
  if (!found) throw new Error(`The simulator has no '${name}'`)
  return found
}

function first<T>(list: T[], what: string): T {
  const [found] = list
  if (!found) throw new Error(`The simulator needs at least one ${what}`)
  return found
}

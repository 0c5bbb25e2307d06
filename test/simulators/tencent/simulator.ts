import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { createFaults, type Faults } from '../wire-faults.js'
import { type Action, type Call, checkCall } from './action.js'
import { ApiError } from './errors.js'
import type { Fault } from './faults.js'
import { noGuest } from './guest.js'
import { serve } from './http.js'
import { identity } from './identity.js'
import { addImage, images } from './images.js'
import { instances } from './instances.js'
import { keyPairs } from './key-pairs.js'
import { operations } from './operations.js'
import { verify } from './signature.js'
import {
  addKeyPair,
  type Identity,
  type Image,
  type Instance,
  type KeyPair,
  newId,
  type Settings,
  type State,
  serverTime,
} from './state.js'
import { createThrottle } from './throttle.js'

const ACTIONS: Record<string, Action> = { ...identity, ...keyPairs, ...instances, ...images, ...operations }

const DEFAULTS: Settings = {
  clockSkewMs: 0,
  operationMs: 0,
  inUseLagMs: 2_000,
  callsPerSecond: 10,
  pageSize: 100,
  keyLimit: 100,
  denied: [],
  unknownInstances: 'refused',
  ill: [],
  closedRegions: [],
}

export interface TencentOptions {
  identity?: Partial<Identity>
  /** The first is where instances are unless told. */
  regions?: [string, ...string[]]
  settings?: Partial<Settings>
}

export interface TencentSimulator {
  /** All services answer there, told apart by what the signature says. */
  endpoint: string
  secretId: string
  secretKey: string
  state: State
  faults: Faults<Fault>
  /** Actions in the order of their calls, those that met a fault among them. */
  asked: string[]
  /** The calls that were understood, in order. */
  calls: Pick<Call, 'service' | 'action' | 'region' | 'params'>[]
  addKeyPair(name: string, publicKey: string): KeyPair
  /** Runs unless told; a guest of it is for the caller to start, and is stopped with the simulator. */
  addInstance(name: string, spec?: Partial<Instance>): Instance
  /** A custom image, made now unless told. */
  addImage(name: string, spec?: Partial<Image>): Image
  stop(): Promise<void>
}

/**
 * Tencent Cloud in memory, on 127.0.0.1: of CVM what key pairs, their binding and the way to an instance need, and of the
 * region service and STS one action each. It follows the vendor's documentation; the real thing was not asked.
 */
export async function startTencentSimulator(options: TencentOptions = {}): Promise<TencentSimulator> {
  const state = initialState(options)
  const faults = createFaults<Fault>()
  const asked: string[] = []
  const calls: TencentSimulator['calls'] = []
  const { server, port } = await serve({
    fault(action, region) {
      asked.push(action)
      return faults.due(action, region)
    },
    answer: createDispatcher(state, calls),
    refuse: (code, message) => refusal(new ApiError(code, message), randomUUID()),
    now: () => serverTime(state),
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    secretId: state.identity.secretId,
    secretKey: state.identity.secretKey,
    state,
    faults,
    asked,
    calls,
    addKeyPair: (name, publicKey) => addKeyPair(state, name, publicKey),
    addInstance: (name, spec) => addInstance(state, name, spec),
    addImage: (name, spec) => addImage(state, name, spec),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await Promise.all(state.instances.map(({ guest }) => guest.stop()))
    },
  }
}

function createDispatcher(state: State, calls: TencentSimulator['calls']) {
  const throttle = createThrottle(state)

  async function perform(headers: IncomingHttpHeaders, body: Buffer, requestId: string): Promise<object> {
    const service = verify(state, headers, body)
    const name = String(headers['x-tc-action'])
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (action?.service !== service)
      throw new ApiError('InvalidAction', `The action \`${name}\` is not found.`)
    if (headers['x-tc-version'] !== action.version)
      throw new ApiError('NoSuchVersion', 'The specified version is not found.')
    if (state.settings.denied.includes(`${service}:${name}`))
      throw new ApiError(
        'UnauthorizedOperation',
        `You are not authorized to perform operation (${service}:${name}).`,
      )
    const region = String(headers['x-tc-region'] ?? '')
    throttle(name, region)
    const call = { state, service, action: name, region, params: JSON.parse(body.toString()), requestId }
    calls.push({ service, action: name, region, params: call.params })
    checkCall(action, call)
    if (state.settings.ill.includes(`${region} ${name}`))
      throw new ApiError('InternalError', 'An internal error has occurred.')
    return action.run(call)
  }

  return async (headers: IncomingHttpHeaders, body: Buffer): Promise<object> => {
    const requestId = randomUUID()
    try {
      return { Response: { ...(await perform(headers, body, requestId)), RequestId: requestId } }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return refusal(error, requestId)
    }
  }
}

function refusal({ code, message }: ApiError, requestId: string): object {
  return { Response: { Error: { Code: code, Message: message }, RequestId: requestId } }
}

function initialState({ identity, regions = ['ap-guangzhou'], settings }: TencentOptions): State {
  const letters = () => randomBytes(24).toString('base64').replace(/[+/]/g, 'x')
  return {
    identity: {
      ownerUin: '100000000001',
      userUin: '100000000002',
      secretId: `AKID${letters()}`,
      secretKey: letters(),
      token: null,
      ...identity,
    },
    settings: { ...DEFAULTS, ...settings },
    regions,
    keyPairs: [],
    instances: [],
    consoleTokens: [],
    images: [],
  }
}

function addInstance(state: State, name: string, spec: Partial<Instance> = {}): Instance {
  const number = state.instances.length
  const added: Instance = {
    id: newId('ins'),
    name,
    region: state.regions[0] ?? '',
    state: 'RUNNING',
    osName: 'Ubuntu Server 22.04 LTS 64bit',
    loginUser: 'ubuntu',
    loginPort: 22,
    privateAddress: `172.16.0.${10 + number}`,
    publicAddress: `203.0.113.${10 + number}`,
    keyIds: [],
    passwordLogin: true,
    stopCharging: false,
    ignoresPowerButton: false,
    guest: noGuest,
    latest: { action: 'RunInstances', state: 'SUCCESS', requestId: randomUUID(), error: '' },
    ...spec,
  }
  state.instances.push(added)
  return added
}

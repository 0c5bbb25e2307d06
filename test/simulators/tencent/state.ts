import { randomBytes } from 'node:crypto'
import type { Guest } from './guest.js'

export interface KeyPair {
  id: string
  name: string
  projectId: number
  description: string
  /** Type and blob; listed with the id as its comment. */
  publicKey: string
  created: string
  /** Until then it counts as in use, though no instance has it any more (milliseconds since the epoch). */
  busyUntil: number
}

export interface Instance {
  id: string
  name: string
  region: string
  state:
    | 'PENDING'
    | 'RUNNING'
    | 'STOPPED'
    | 'STARTING'
    | 'STOPPING'
    | 'REBOOTING'
    | 'SHUTDOWN'
    | 'TERMINATING'
  osName: string
  loginUser: string
  loginPort: number
  privateAddress: string
  publicAddress: string | null
  keyIds: string[]
  /** Whether sshd lets passwords in; binding a key switches it off, and taking the last one away on again. */
  passwordLogin: boolean
  stopCharging: boolean
  /** Its guest does nothing when the power button is pressed. */
  ignoresPowerButton: boolean
  guest: Guest
  latest: { action: string; state: 'SUCCESS' | 'OPERATING' | 'FAILED'; requestId: string; error: string }
}

/** A custom image. Which keys it has, no answer tells: DeleteKeyPairs refuses them all the same. */
export interface Image {
  id: string
  name: string
  region: string
  platform: string
  created: string
  keyIds: string[]
}

/** Who signs; everything in the simulator is this account's. */
export interface Identity {
  ownerUin: string
  userUin: string
  secretId: string
  secretKey: string
  /** Of temporary credentials. */
  token: string | null
}

/** What differs from one cloud, or one moment, to another. Tests may change it while the simulator runs. */
export interface Settings {
  /** How far the server's clock is ahead of ours. */
  clockSkewMs: number
  /** How long stopping, starting, binding and unbinding take. */
  operationMs: number
  /** How long a key that was taken from an instance counts as in use. */
  inUseLagMs: number
  /** Of one action in one region, or no limit. */
  callsPerSecond: number | null
  /** The most that an answer holds; Tencent Cloud's own is 100. */
  pageSize: number
  keyLimit: number
  /** Actions that CAM does not allow, as `cvm:DescribeKeyPairs`. */
  denied: string[]
  /** What DescribeInstances does with an id that is not there. */
  unknownInstances: 'refused' | 'left-out'
  /** Actions that end in an inner error of the cloud, as `ap-guangzhou StopInstances`. */
  ill: string[]
  /** Regions that the region service names and CVM refuses. */
  closedRegions: string[]
}

export interface State {
  identity: Identity
  settings: Settings
  regions: string[]
  keyPairs: KeyPair[]
  instances: Instance[]
  /** In the addresses of consoles that were told. */
  consoleTokens: string[]
  images: Image[]
}

/** The server's clock, in milliseconds since the epoch. */
export const serverTime = (state: State) => Date.now() + state.settings.clockSkewMs

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** `skey-` or `ins-` and 8 letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}-${[...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

/** Adds without any check. */
export function addKeyPair(state: State, name: string, publicKey: string): KeyPair {
  const pair: KeyPair = {
    id: newId('skey'),
    name,
    projectId: 0,
    description: '',
    publicKey: publicKey.split(' ').slice(0, 2).join(' '),
    created: new Date(serverTime(state)).toISOString().replace(/\.\d+Z$/, 'Z'),
    busyUntil: 0,
  }
  state.keyPairs.push(pair)
  return pair
}

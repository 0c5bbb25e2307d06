import { createHash, randomUUID } from 'node:crypto'
import type { Guest } from './guest.js'

export interface KeyPair {
  id: string
  name: string
  /** Type and blob, without comment. Never listed by the API. */
  publicKey: string
}

export interface Account {
  id: string
  userId: string
  name: string
  apiKey: string
  secretKey: string
  keyPairs: KeyPair[]
}

export interface Zone {
  id: string
  name: string
}

export interface VirtualMachine {
  id: string
  name: string
  account: Account
  zone: Zone
  state: 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Migrating' | 'Error' | 'Destroyed' | 'Expunging'
  templatename: string
  osdisplayname: string
  privateAddress: string
  /** Static NAT, if there is one. */
  publicip: string | null
  tags: { key: string; value: string }[]
  /** Names that the virtual machine's details declare; they may have been deleted since. */
  keypairs: string[]
  /** What the virtual router's metadata offers to the guest. */
  offeredKeys: string[]
  /** The template runs cloud-init's ssh module at every boot, not only at the first (apache/cloudstack#11910). */
  sshAlways: boolean
  hasBooted: boolean
  guest: Guest
  /** The job that runs on it now. */
  jobId: string | null
  /** Resolves when the jobs queued so far have ended: CloudStack runs one at a time on a virtual machine. */
  queue: Promise<void>
}

export interface PortForwardingRule {
  id: string
  publicAddress: string
  publicPort: number
  privatePort: number
  virtualMachine: VirtualMachine
}

export interface Job {
  id: string
  account: Account
  cmd: string
  virtualMachine: VirtualMachine
  created: Date
  /** 0 pending, 1 done, 2 failed. */
  status: 0 | 1 | 2
  resultCode: number
  result: object | null
  /** How many more polls are answered "pending" even if the work is done. */
  coyPolls: number
}

/** What an operator decides. Tests may change it while the simulator runs. */
export interface Settings {
  /** As `listCapabilities` tells it. Before 4.17 only `keypair` is known. */
  version: string
  /** 4.21's `enforce.post.requests.and.timestamps`. */
  enforcePost: boolean
  /** Calls per account and interval, or no limit. */
  throttle: { max: number; intervalMs: number } | null
  /** `default.page.size`. */
  maxPageSize: number
  /** How far the server's clock is ahead of ours. */
  clockSkewMs: number
  /** How long every answer takes at least. */
  latencyMs: number
  /** How long stopping, starting and resetting take at least. */
  jobMs: number
  /** How many polls each job stays pending at least; taken in turn. */
  coyPolls: number[]
  /** Commands that the role of every account leaves out. */
  denied: string[]
}

export interface State {
  settings: Settings
  accounts: Account[]
  /** Each has key pairs and virtual machines of its own; every account is in all of them. */
  projects: Account[]
  zones: Zone[]
  virtualMachines: VirtualMachine[]
  rules: PortForwardingRule[]
  jobs: Job[]
  /** In the addresses of consoles that were told. */
  consoleTokens: string[]
}

export interface AccountSpec {
  name: string
  apiKey: string
  secretKey: string
}

export interface VirtualMachineSpec {
  name: string
  /** An account's or a project's name. By default the first account and the first zone. */
  account?: string
  zone?: string
  state?: VirtualMachine['state']
  templatename?: string
  osdisplayname?: string
  privateAddress?: string
  publicip?: string
  tags?: { key: string; value: string }[]
  /** Names of the account's key pairs that it was created with. */
  keypairs?: string[]
  sshAlways?: boolean
  guest?: Guest
  /** A port forwarding rule to its port 22. */
  forward?: { publicAddress: string; publicPort: number }
}

/** MD5 of the OpenSSH blob as `aa:bb:…`. */
export function fingerprint(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  const hex = createHash('md5').update(blob).digest('hex')
  return hex.match(/../g)?.join(':') ?? ''
}

export function newAccount({ name, apiKey, secretKey }: AccountSpec): Account {
  return { id: randomUUID(), userId: randomUUID(), name, apiKey, secretKey, keyPairs: [] }
}

/** The server's clock, in milliseconds since the epoch. */
export const serverTime = (state: State) => Date.now() + state.settings.clockSkewMs

/** Whether the simulated release is at least `major.minor`. */
export function isAtLeast(state: State, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = state.settings.version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

import type { Duplex } from 'node:stream'
import type { ConnectionOptions } from '../../../contract/connection.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { RouteProxy } from '../../../contract/route.js'
import type { SessionPhase } from '../../../contract/sessions.js'
import type { LatchkeyError } from '../lib/error.js'

export interface SshTarget {
  host: string
  port: number
  user: string
}

/** How one instance is logged in to: by its bound key, then by what the user chose for it. */
export interface InstanceLogin {
  instance: Instance
  address: SshAddress
  /** Null where it is opened another way. */
  keyId: string | null
  user: string
  options: ConnectionOptions
  /** Where the user's own agent listens; empty where the system names none. */
  agent: string
  way: Way
}

/** What an instance is reached through, with these options. Throws `ssh-route-unusable`, and why a hop can't be logged in to. */
export type WayTo = (instance: Instance, options: ConnectionOptions) => Promise<Way>

/** A login on the way to another one; what it goes through itself are the hops before it. */
export type Hop = Omit<InstanceLogin, 'way'>

/** What lies between this computer and a server: the proxy is before the first hop. */
export interface Way {
  hops: readonly Hop[]
  proxy: RouteProxy | null
}

export const straight: Way = { hops: [], proxy: null }

export interface OpenWayOptions {
  /** Ends all of it. */
  signal: AbortSignal
  addressFamily: 'any' | 'ipv4' | 'ipv6'
  /** All hops are open: from here on it is the server's own time that goes by. */
  onBegin(): void
  /** The address is known, and dialled. */
  onResolved(): void
  onHop?: OnHop | undefined
  /** It will be read by a `data` listener and in no other way, which costs less (read-at-once.ts). */
  flowing?: boolean | undefined
}

/** How far the login of a hop is; `index` counts from 0. Null: it is open. */
export type OnHop = (index: number, phase: SessionPhase | null) => void

/** Bytes to and from the server, paused. */
export interface OpenedWay {
  stream: Duplex
  /** Called at once when a hop is lost, before the stream tells of it. */
  onLost(listener: (error: LatchkeyError) => void): void
  /** The server's connection has ended: the hops may go. */
  release(): void
}

/**
 * Opens the way to a server. Throws what dialling throws, what logging in to a hop throws with its name, and
 * `ssh-proxy-failed`.
 */
export type OpenWay = (way: Way, target: SshTarget, options: OpenWayOptions) => Promise<OpenedWay>

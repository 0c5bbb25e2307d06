import type { ErrorCode } from '../../contract/errors.js'
import type { CloudAdapter } from '../../main/core/clouds/cloud.js'

/**
 * An adapter with its simulator, as the suite needs it. A cloud's own test is this object and one call of
 * `describeCloud`.
 */
export interface Subject {
  adapter: CloudAdapter
  /**
   * A simulator with one account that has neither keys nor instances, whose lists have `pageSize` entries a page, in one
   * region unless they are named.
   */
  start(options: { pageSize: number; regions?: [string, ...string[]] }): Promise<Running>
  /** Names of three regions, where an account may have several that are asked each by itself; else null. */
  regions: [string, string, string] | null
  /** What the cloud says to a key that is there under another name: CloudStack refuses it, Nova takes it. */
  sameKeyTwice: 'refused' | 'taken'
}

export interface Running {
  /** The form's values that are right. */
  values: Record<string, string>
  /** The form's values that the cloud refuses. */
  wrongValues: Record<string, string>
  /** What must be in no log line and in no error: every secret of the form, and what is made of it (tokens). */
  secrets: string[]
  /** Makes an instance that runs, in the first region unless it is named; answers its id in the cloud. */
  addInstance(name: string, region?: string): Promise<string>
  /** What the addresses of consoles hold that were told, each of which lets somebody in. */
  consoleTokens(): string[]
  /** From now on no call of the region is answered: its connections end. */
  silence(region: string): void
  /** The public keys (authorized_keys lines, or type and blob) on the account as the cloud itself knows them, by name. */
  keys(): Map<string, string>
  /** How many calls the cloud has answered, of the operation or of any. */
  calls(operation?: Operation): number
  /** The next `times` (1) calls of the operation meet the trouble. */
  trouble(operation: Operation, trouble: Trouble, times?: number): void
  /** Sets the cloud's clock ahead of ours. */
  setClock(aheadMs: number): void
  stop(): Promise<void>
}

/** What an adapter asks of its cloud. */
export type Operation =
  | 'listKeys'
  | 'importKey'
  | 'deleteKey'
  | 'listInstances'
  | 'stop'
  | 'start'
  /** As the release under test has it, if it has one. */
  | 'console'

/** What may come in place of the answer. */
export type Trouble =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'busy'
  | 'quota'
  /** With the vendor's own hint to come again after `THROTTLE_MS`. */
  | 'throttled'
  /** A gateway's web page, HTTP 500; the call takes no effect. */
  | 'server-error-page'
  /** The connection ends before the call takes effect. */
  | 'drop'
  /** The call takes effect, then the connection ends without an answer. */
  | 'drop-after-applying'
  /** The call takes effect, and half of the answer comes. */
  | 'cut'
  /** The call takes effect, and the answer comes after 20 seconds. */
  | 'slow'
  /** The call takes effect, and the answer is JSON that ends in the middle. */
  | 'broken-json'

/** Whole seconds: HTTP's Retry-After has no smaller unit. */
export const THROTTLE_MS = 3_000

/** What the adapter must make of each refusal that repeating doesn't help, and where it may meet it. */
export const refusals = [
  { trouble: 'unauthorized', operation: 'listInstances', code: 'cloud-credentials' },
  { trouble: 'forbidden', operation: 'listKeys', code: 'cloud-forbidden' },
  { trouble: 'not-found', operation: 'stop', code: 'cloud-not-found' },
  { trouble: 'busy', operation: 'stop', code: 'cloud-busy' },
  { trouble: 'quota', operation: 'importKey', code: 'cloud-quota' },
] as const satisfies { trouble: Trouble; operation: Operation; code: ErrorCode }[]

/** What the network does, for every simulator alike. */
export const wireTroubles = {
  'server-error-page': { kind: 'html', status: 500 },
  drop: { kind: 'drop' },
  'drop-after-applying': { kind: 'drop-after-applying' },
  cut: { kind: 'cut' },
  slow: { kind: 'slow', ms: 20_000 },
  'broken-json': { kind: 'broken-json' },
} as const satisfies Partial<Record<Trouble, unknown>>

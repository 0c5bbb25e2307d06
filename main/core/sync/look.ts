import type { CloudCapabilities } from '../../../contract/accounts.js'
import type { CloudKeyTypes } from '../../../contract/cloud-key-types.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Cloud, CloudAdapter, CloudKeyEntry } from '../clouds/cloud.js'
import { type DeadRegions, deadRegions } from '../clouds/dead-regions.js'
import { adapterFor } from '../inventory/open-clouds.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Log } from '../ports.js'
import type { AccountRecord } from '../profile.js'

/** What an account holds now, and where. */
export interface Held {
  keys: CloudKeyEntry[]
  /** Each has keys of its own; null where keys are the account's. */
  regions: string[] | null
  /** Those of them that could not be read: nothing is known of their keys. */
  dead: DeadRegions
}

/** An account as it was found, with what its kind of cloud can do. */
export interface Look {
  account: AccountRecord
  can: CloudCapabilities
  keyTypes: CloudKeyTypes
  found: { held: Held; keyName: Cloud['keyName'] } | { problem: ErrorInfo }
}

export interface LookParts {
  adapters: readonly CloudAdapter[]
  cloud(accountId: string): Promise<Cloud>
  log: Log
}

/** For one account; the pacer's own pauses are in it. */
const LIMIT_MS = 60_000

/** Asks the accounts side by side. One that can't be read is a look with its problem. */
export async function lookAt(
  accounts: readonly AccountRecord[],
  parts: LookParts,
  signal?: AbortSignal,
): Promise<Look[]> {
  return Promise.all(
    accounts.map(async (account) => {
      const { capabilities: can, keyTypes } = adapterFor(parts.adapters, account.kind)
      return { account, can, keyTypes, found: await find(account, parts, signal) }
    }),
  )
}

async function find({ id }: AccountRecord, { cloud, log }: LookParts, signal?: AbortSignal) {
  try {
    const open = await cloud(id)
    return { held: await readHeld(open, signal), keyName: open.keyName }
  } catch (error) {
    return { problem: problemOf(error, 'sync.not-read', log) }
  }
}

/** Throws the cloud's errors; regions that don't answer while others do are among what is held. */
export async function readHeld(cloud: Cloud, signal?: AbortSignal): Promise<Held> {
  const limit = AbortSignal.timeout(LIMIT_MS)
  const until = signal === undefined ? limit : AbortSignal.any([signal, limit])
  try {
    const dead = deadRegions()
    const list = cloud.listKeys(until, dead.lost)
    const [keys, regions] = await Promise.all([list, cloud.keyRegions?.(until) ?? null])
    return { keys, regions, dead }
  } catch (error) {
    throw limit.aborted && signal?.aborted !== true ? tooSlow(error) : error
  }
}

function tooSlow(cause: unknown): LatchkeyError {
  const seconds = LIMIT_MS / 1000
  return new LatchkeyError(
    'cloud-unreachable',
    `The cloud did not list its keys within ${seconds} seconds.`,
    {
      advice: 'Try again.',
      retryable: true,
      cause,
    },
  )
}

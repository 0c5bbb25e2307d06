import type { Account } from '../../../contract/accounts.js'
import type { ErrorCode, ErrorInfo } from '../../../contract/errors.js'
import type { Cloud, CloudBinding, RegionLost } from '../clouds/cloud.js'
import { deadRegions } from '../clouds/dead-regions.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'

type Contact = NonNullable<Account['lastContact']>

/** With these the account can't be worked with; all other refusals show that the cloud answers. */
const outOfTouch: ErrorCode[] = [
  'cloud-unreachable',
  'cloud-tls',
  'cloud-not-an-api',
  'cloud-unexpected-answer',
  'cloud-credentials',
  'cloud-clock',
  'cloud-throttled',
]

/**
 * The cloud with every failure saying whose it is, and every call telling `note` whether it reached the account. What the last lists lacked of its regions is the
 * problem of an account that is reached.
 */
export function observedCloud(
  cloud: Cloud,
  accountId: string,
  clock: Clock,
  note: (contact: Contact) => void,
): Cloud {
  const lacking: Record<'keys' | 'instances', ErrorInfo | null> = { keys: null, instances: null }

  async function told<T>(call: Promise<T>): Promise<T> {
    const at = () => new Date(clock.now()).toISOString()
    try {
      const result = await call
      const problem = lacking.instances ?? lacking.keys
      note({ at: at(), ok: true, ...(problem && { problem }) })
      return result
    } catch (error) {
      if (!isLatchkeyError(error)) throw error
      const ofAccount = error.with({ accountId })
      if (outOfTouch.includes(error.code)) note({ at: at(), ok: false, problem: ofAccount.info })
      throw ofAccount
    }
  }

  /** A list that may lack regions, where who asks can do without them. */
  async function listed<T>(
    what: 'keys' | 'instances',
    list: (lost: RegionLost | undefined) => Promise<T>,
    lost: RegionLost | undefined,
  ): Promise<T> {
    const dead = deadRegions()
    const noted: RegionLost = (region, error) => {
      dead.lost(region, error)
      lost?.(region, error)
    }
    const result = await list(lost && noted)
    lacking[what] = dead.problem()?.info ?? null
    return result
  }

  const { keyRegions, keyHolders, recovery } = cloud
  return {
    keyName: (wanted) => cloud.keyName(wanted),
    check: (signal) => told(cloud.check(signal)),
    listKeys: (signal, lost) => told(listed('keys', (noted) => cloud.listKeys(signal, noted), lost)),
    ...(keyRegions && { keyRegions: (signal) => told(keyRegions(signal)) }),
    importKey: (name, publicKey, signal, lost, silent) =>
      told(cloud.importKey(name, publicKey, signal, lost, silent)),
    deleteKey: (key, signal) => told(cloud.deleteKey(key, signal)),
    ...(keyHolders && { keyHolders: (keys, signal) => told(keyHolders(keys, signal)) }),
    renameKey: observed(cloud.renameKey, told),
    describeKey: observed(cloud.describeKey, told),
    createKey: observed(cloud.createKey, told),
    listInstances: (signal, lost) =>
      told(listed('instances', (noted) => cloud.listInstances(signal, noted), lost)),
    getInstance: (cloudId, signal) => told(cloud.getInstance(cloudId, signal)),
    power: {
      stop: (cloudId, signal) => told(cloud.power.stop(cloudId, signal)),
      start: (cloudId, signal) => told(cloud.power.start(cloudId, signal)),
    },
    binding: cloud.binding && observedBinding(cloud.binding, told),
    ...(recovery && {
      recovery: {
        ...recovery,
        consoleAddress: (cloudId, signal) => told(recovery.consoleAddress(cloudId, signal)),
      },
    }),
  }
}

type Told = <T>(call: Promise<T>) => Promise<T>

/** Null where the cloud has no such call. */
function observed<A extends unknown[], T>(call: ((...asked: A) => Promise<T>) | null, told: Told) {
  return call && ((...asked: A) => told(call(...asked)))
}

function observedBinding(binding: CloudBinding, told: Told): CloudBinding {
  return {
    ...binding,
    setKeys: (cloudId, keyNames, signal) => told(binding.setKeys(cloudId, keyNames, signal)),
    removeKeys: observed(binding.removeKeys, told),
    setKeysOfMany: observed(binding.setKeysOfMany, told),
    removeKeysOfMany: observed(binding.removeKeysOfMany, told),
  }
}

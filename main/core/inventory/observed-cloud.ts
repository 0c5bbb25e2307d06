import type { Account } from '../../../contract/accounts.js'
import type { ErrorCode } from '../../../contract/errors.js'
import type { Cloud, CloudBinding } from '../clouds/cloud.js'
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

/** The cloud with every call telling `note` whether it reached the account. */
export function observedCloud(cloud: Cloud, clock: Clock, note: (contact: Contact) => void): Cloud {
  async function told<T>(call: Promise<T>): Promise<T> {
    const at = () => new Date(clock.now()).toISOString()
    try {
      const result = await call
      note({ at: at(), ok: true })
      return result
    } catch (error) {
      if (isLatchkeyError(error) && outOfTouch.includes(error.code))
        note({ at: at(), ok: false, problem: error.info })
      throw error
    }
  }
  const { keyRegions } = cloud
  return {
    keyName: (wanted) => cloud.keyName(wanted),
    check: (signal) => told(cloud.check(signal)),
    listKeys: (signal, lost) => told(cloud.listKeys(signal, lost)),
    ...(keyRegions && { keyRegions: (signal) => told(keyRegions(signal)) }),
    importKey: (name, publicKey, signal) => told(cloud.importKey(name, publicKey, signal)),
    deleteKey: (key, signal) => told(cloud.deleteKey(key, signal)),
    renameKey: observed(cloud.renameKey, told),
    describeKey: observed(cloud.describeKey, told),
    createKey: observed(cloud.createKey, told),
    listInstances: (signal, lost) => told(cloud.listInstances(signal, lost)),
    getInstance: (cloudId, signal) => told(cloud.getInstance(cloudId, signal)),
    power: {
      stop: (cloudId, signal) => told(cloud.power.stop(cloudId, signal)),
      start: (cloudId, signal) => told(cloud.power.start(cloudId, signal)),
    },
    binding: cloud.binding && observedBinding(cloud.binding, told),
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

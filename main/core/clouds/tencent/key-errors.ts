import { LatchkeyError } from '../../lib/error.js'
import type { CloudKeyEntry } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import type { KeyPair } from './key-record.js'

const LONGEST_DESCRIPTION = 60

/** The same refusal with the names in it. */
export function duplicate(
  error: LatchkeyError,
  name: string,
  entries: CloudKeyEntry[],
  blob: string,
): LatchkeyError {
  const twin = entries.find((entry) => entry.blob === blob)
  if (twin !== undefined)
    return new LatchkeyError('cloud-duplicate-key', `The account already holds this key as "${twin.name}".`, {
      advice: 'Use it under that name, or delete it there first.',
      cause: error,
    })
  if (error.code === 'cloud-duplicate-key') return error
  return new LatchkeyError(error.code, `The account already holds another key pair named "${name}".`, {
    advice: 'Push the key under another name.',
    cause: error,
  })
}

export function notThere(name: string): LatchkeyError {
  return new LatchkeyError('cloud-not-found', `The account holds no key pair named "${name}".`, {
    advice: 'Push the key to the account, then try again.',
  })
}

export function requireShort(description: string): void {
  const length = [...description].length
  if (length <= LONGEST_DESCRIPTION) return
  const message = `Tencent Cloud takes at most ${LONGEST_DESCRIPTION} characters as a description, and this has ${length}.`
  throw new LatchkeyError('cloud-failed', message, { advice: 'Shorten it.' })
}

function named(ids: string[]): string {
  return ids.length <= 3
    ? ids.join(', ')
    : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more instances`
}

/** The same refusal with the instances in it, where the key names some. */
export function inUse(error: LatchkeyError, pair: KeyPair | undefined): LatchkeyError {
  const instances = pair?.AssociatedInstanceIds ?? []
  if (pair === undefined || instances.length === 0) return error
  const { advice, detail } = error.info
  const message = `Tencent Cloud keeps "${pair.KeyName}", because it is on ${named(instances)}.`
  return new CloudError(error.code, message, {
    ...(advice !== undefined && { advice }),
    ...(detail !== undefined && { detail }),
    cause: error,
  })
}

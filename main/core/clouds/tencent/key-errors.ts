import { plural, told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import type { CloudKeyEntry } from '../cloud.js'
import { CloudError } from '../cloud-error.js'
import type { KeyPair } from './key-record.js'

const LONGEST_DESCRIPTION = 60

const IMAGE_ADVICE =
  "On Tencent Cloud's own pages, under Cloud Virtual Machine, Images, Custom image, delete the image that was made of an instance with this key; then delete the key."

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
    : told`${ids.slice(0, 3).join(', ')} and ${plural(ids.length - 3, '# more instance', '# more instances')}`
}

/** The same refusal with the instances in it. A key that names none is kept for a custom image, and which one nobody says. */
export function inUse(error: LatchkeyError, pair: KeyPair | undefined): LatchkeyError {
  if (pair === undefined) return error
  const instances = pair.AssociatedInstanceIds ?? []
  const { detail } = error.info
  const [why, advice] =
    instances.length > 0
      ? [told`because it is on ${named(instances)}`, 'Unbind it from them first, then delete it.']
      : [told`though no instance has it: a custom image does, or it was unbound a moment ago`, IMAGE_ADVICE]
  return new CloudError(error.code, `Tencent Cloud keeps "${pair.KeyName}", ${why}.`, {
    advice,
    ...(detail !== undefined && { detail }),
    cause: error,
  })
}

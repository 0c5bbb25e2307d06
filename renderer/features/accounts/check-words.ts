import type { AccountCheck } from '../../../contract/accounts.js'
import { plural, say } from '../../../contract/words/say.js'

/** "2 key pairs, 1 instance."; what can't be listed is left out, since it is said among the missing rights. */
export function whatThereIs({ keyCount, instanceCount }: AccountCheck): string {
  const known = [
    ...(keyCount === null ? [] : [say`${plural(keyCount, '# key pair', '# key pairs')}`]),
    ...(instanceCount === null ? [] : [say`${plural(instanceCount, '# instance', '# instances')}`]),
  ]
  return known.length === 0 ? '' : `${known.join(', ')}.`
}

import type { AccountCheck } from '../../../contract/accounts.js'

/** "2 key pairs, 1 instance."; what can't be listed is left out, since it is said among the missing rights. */
export function whatThereIs({ keyCount, instanceCount }: AccountCheck): string {
  const known = [counted(keyCount, 'key pair'), counted(instanceCount, 'instance')].flat()
  return known.length === 0 ? '' : `${known.join(', ')}.`
}

function counted(count: number | null, word: string): string[] {
  if (count === null) return []
  return [count === 1 ? `1 ${word}` : `${count} ${word}s`]
}

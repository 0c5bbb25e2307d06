import { createHash } from 'node:crypto'

const LONGEST = 25
const VALID = /^[A-Za-z0-9_]{1,25}$/
const HASH_LENGTH = 6

/**
 * The nearest name that Tencent Cloud takes for a key pair: letters, digits and underscores, at most 25. Where letters
 * are lost on the way, a few digits of the name's hash keep it apart from others that would become the same.
 */
export function keyName(wanted: string): string {
  if (VALID.test(wanted)) return wanted
  const plain = wanted.normalize('NFKD').replace(/\p{M}/gu, '')
  const name = plain.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
  const isWhole = name !== '' && name.length <= LONGEST && !/[^\x20-\x7e]/.test(wanted)
  if (isWhole) return name
  const start = name.slice(0, LONGEST - HASH_LENGTH - 1).replace(/_+$/, '')
  return `${start || 'key'}_${createHash('sha256').update(wanted).digest('hex').slice(0, HASH_LENGTH)}`
}

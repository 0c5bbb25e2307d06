import { inEnglish } from '../../../contract/words/said.js'
import type { Happening } from '../activity/record.js'
import { parseInstanceId } from '../inventory/instance-view.js'
import type { Difference } from './drift-items.js'

/** Something that was done here, in the words of the activity record. */
export interface OwnChange {
  at: string
  event: string
  /** Of the record; of a binding or an unbinding the cloud's id of the instance. */
  detail: string
  /** The vault's key pair that it was about; null where that is not told. */
  keyId: string | null
}

/** Null for what changes no account. */
export function ownChangeOf(
  happening: Happening,
  at: string,
): { accountId: string; change: OwnChange } | null {
  const { event, account, instanceId, key, detail = '' } = happening
  const keyId = key?.id ?? null
  if (isOfInstances(event)) {
    const parts = parseInstanceId(instanceId ?? '')
    return parts && { accountId: parts.accountId, change: { at, event, detail: parts.cloudId, keyId } }
  }
  if (account === undefined || !isOfKeys(event)) return null
  return { accountId: account.id, change: { at, event, detail: inEnglish(detail), keyId } }
}

const isOfInstances = (event: string) => event === 'key-bound' || event === 'key-unbound'

const isOfKeys = (event: string) =>
  ['key-pushed', 'account-key-made', 'account-key-deleted', 'account-key-renamed'].includes(event)

/**
 * Whether what is otherwise was done here: by what was done last with each name. `keyIdOf` finds the vault's key pair by its
 * MD5: what came is our own only if it is the very key, and not another one under its name.
 */
export function isOwn(
  { kind, name, before, md5, id }: Difference,
  changes: readonly OwnChange[],
  keyIdOf: (md5: string) => string | null,
): boolean {
  if (kind === 'instance-new' || kind === 'instance-gone') return false
  if (kind === 'instance-keys')
    return changes.some(({ event, detail }) => isOfInstances(event) && detail === id)
  const isTheKey = ({ keyId }: OwnChange) => keyId === null || md5 === null || keyIdOf(md5) === keyId
  const came = () => {
    const last = changes.findLast((change) => bringsOrTakes(change, name))
    return last !== undefined && brings(last, name) && isTheKey(last)
  }
  const went = (of: string) => {
    const last = changes.findLast((change) => bringsOrTakes(change, of))
    return last !== undefined && takes(last, of)
  }
  if (kind === 'key-added') return came()
  if (kind === 'key-gone') return went(name)
  if (kind === 'key-renamed') return came() && before.every(went)
  return came() && changes.some((change) => takes(change, name))
}

const bringsOrTakes = (change: OwnChange, name: string) => brings(change, name) || takes(change, name)

/** Whether the account had a key of this name by it. */
const brings = ({ event, detail }: OwnChange, name: string) =>
  ((event === 'key-pushed' || event === 'account-key-made') && detail === `as ${name}`) ||
  (event === 'account-key-renamed' && detail.endsWith(` to ${name}`))

/** Whether the account lost its key of this name by it. */
const takes = ({ event, detail }: OwnChange, name: string) =>
  (event === 'account-key-deleted' && detail === name) ||
  (event === 'account-key-renamed' && detail.startsWith(`${name} to `))

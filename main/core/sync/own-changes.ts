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
  return { accountId: account.id, change: { at, event, detail, keyId } }
}

const isOfInstances = (event: string) => event === 'key-bound' || event === 'key-unbound'

const isOfKeys = (event: string) =>
  event === 'key-pushed' || event === 'account-key-deleted' || event === 'account-key-renamed'

/**
 * Whether what is otherwise was done here. `keyIdOf` finds the vault's key pair by its MD5: what came is our own only if it
 * is the very key, and not another one under its name.
 */
export function isOwn(
  { kind, name, before, md5, id }: Difference,
  changes: readonly OwnChange[],
  keyIdOf: (md5: string) => string | null,
): boolean {
  const has = (event: string, is: (detail: string) => boolean, among = changes) =>
    among.some((change) => change.event === event && is(change.detail))
  const came = () => {
    const ours = changes.filter(({ keyId }) => keyId === null || md5 === null || keyIdOf(md5) === keyId)
    return (
      has('key-pushed', (as) => as === `as ${name}`, ours) ||
      has('account-key-renamed', (to) => to.endsWith(` to ${name}`), ours)
    )
  }
  const went = (of: string) =>
    has('account-key-deleted', (gone) => gone === of) ||
    has('account-key-renamed', (from) => from.startsWith(`${of} to `))
  if (kind === 'key-added') return came()
  if (kind === 'key-gone') return went(name)
  if (kind === 'key-renamed') return came() && before.every(went)
  if (kind === 'key-replaced') return came() && went(name)
  return (
    kind === 'instance-keys' && changes.some(({ event, detail }) => isOfInstances(event) && detail === id)
  )
}

import type { Happening } from '../activity/record.js'
import { parseInstanceId } from '../inventory/instance-view.js'
import type { Difference } from './drift-items.js'

/** Something that was done here, in the words of the activity record. */
export interface OwnChange {
  at: string
  event: string
  /** Of the record; of a binding the cloud's id of the instance. */
  detail: string
}

/** Null for what changes no account. */
export function ownChangeOf(
  happening: Happening,
  at: string,
): { accountId: string; change: OwnChange } | null {
  const { event, account, instanceId, detail = '' } = happening
  if (event === 'key-bound') {
    const parts = parseInstanceId(instanceId ?? '')
    return parts && { accountId: parts.accountId, change: { at, event, detail: parts.cloudId } }
  }
  if (account === undefined || !isOfKeys(event)) return null
  return { accountId: account.id, change: { at, event, detail } }
}

const isOfKeys = (event: string) =>
  event === 'key-pushed' || event === 'account-key-deleted' || event === 'account-key-renamed'

/** Whether what is otherwise was done here. */
export function isOwn({ kind, name, before, id }: Difference, changes: readonly OwnChange[]): boolean {
  const has = (event: string, is: (detail: string) => boolean) =>
    changes.some((change) => change.event === event && is(change.detail))
  const came = () =>
    has('key-pushed', (as) => as === `as ${name}`) ||
    has('account-key-renamed', (to) => to.endsWith(` to ${name}`))
  const went = (of: string) =>
    has('account-key-deleted', (gone) => gone === of) ||
    has('account-key-renamed', (from) => from.startsWith(`${of} to `))
  if (kind === 'key-added') return came()
  if (kind === 'key-gone') return went(name)
  if (kind === 'key-renamed') return came() && before.every(went)
  if (kind === 'key-replaced') return came() && went(name)
  return kind === 'instance-keys' && has('key-bound', (cloudId) => cloudId === id)
}

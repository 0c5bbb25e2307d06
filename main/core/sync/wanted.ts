import type { WantedRule } from '../../../contract/sync.js'
import { stateOf } from '../keys/key-pair.js'
import { isShown, type KeyRecord, type Profile } from '../profile.js'

/** The ids of the key pairs that belong on the account. One that is archived or in the bin belongs nowhere. */
export function wantedOn({ wanted, keys }: Pick<Profile, 'wanted' | 'keys'>, accountId: string): Set<string> {
  const rules = wanted.filter(({ accounts }) => isFor(accounts, accountId))
  const usable = keys.filter((key) => isShown(key) && stateOf(key) === 'active')
  return new Set(usable.filter((key) => rules.some((rule) => isOf(rule.keys, key))).map(({ id }) => id))
}

/** The rules that want the key pair on the account, whatever its state. */
export function rulesFor(wanted: WantedRule[], key: KeyRecord, accountId: string): WantedRule[] {
  return wanted.filter((rule) => isFor(rule.accounts, accountId) && isOf(rule.keys, key))
}

/** Whether a rule says anything about the account: on all others nothing is ever done. */
export function isRuled(wanted: WantedRule[], accountId: string): boolean {
  return wanted.some(({ accounts }) => isFor(accounts, accountId))
}

const isFor = (accounts: WantedRule['accounts'], accountId: string) =>
  accounts.kind === 'all' || accounts.accountIds.includes(accountId)

function isOf(wanted: WantedRule['keys'], { id, tags }: KeyRecord): boolean {
  if (wanted.kind === 'all') return true
  return wanted.kind === 'key' ? wanted.keyId === id : tags.includes(wanted.tag)
}

/** The rules after a key pair was deleted for good: those of it alone go. */
export function withoutKey(wanted: WantedRule[], keyId: string): WantedRule[] {
  return wanted.filter(({ keys }) => keys.kind !== 'key' || keys.keyId !== keyId)
}

/** The rules after an account was removed: those for it alone go. */
export function withoutAccount(wanted: WantedRule[], accountId: string): WantedRule[] {
  return wanted.flatMap((rule) => narrowed(rule, (id) => (id === accountId ? undefined : id)) ?? [])
}

/** The rule for the accounts that `idOf` knows, under the ids that it answers; null where it knows none. */
export function narrowed(
  rule: WantedRule,
  idOf: (accountId: string) => string | undefined,
): WantedRule | null {
  if (rule.accounts.kind === 'all') return rule
  const accountIds = rule.accounts.accountIds.flatMap((id) => idOf(id) ?? [])
  return accountIds.length === 0 ? null : { ...rule, accounts: { kind: 'some', accountIds } }
}

/** Whether two rules say the same. */
export function isSameRule(one: Pick<WantedRule, 'keys' | 'accounts'>, other: typeof one): boolean {
  return meaningOf(one) === meaningOf(other)
}

function meaningOf({ keys, accounts }: Pick<WantedRule, 'keys' | 'accounts'>): string {
  const of = keys.kind === 'key' ? keys.keyId : keys.kind === 'tag' ? keys.tag : null
  const on = accounts.kind === 'some' ? [...new Set(accounts.accountIds)].sort() : null
  return JSON.stringify([keys.kind, of, on])
}

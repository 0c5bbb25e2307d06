import type { WantedRule } from '../../../contract/sync.js'
import { told } from '../../../contract/words/say.js'
import type { Profile } from '../profile.js'

/** "web on Frankfurt and Moscow", "what is tagged prod on all accounts". One that has gone is called by its id. */
export function wantedWords(
  rule: Pick<WantedRule, 'keys' | 'accounts'>,
  keys: Profile['keys'],
  accounts: Profile['accounts'],
): string {
  const nameIn = (records: { id: string; name: string }[], id: string) =>
    records.find((record) => record.id === id)?.name ?? id
  const what =
    rule.keys.kind === 'all'
      ? told`every key pair`
      : rule.keys.kind === 'tag'
        ? told`what is tagged ${rule.keys.tag}`
        : nameIn(keys, rule.keys.keyId)
  const where =
    rule.accounts.kind === 'all'
      ? told`all accounts`
      : rule.accounts.accountIds.map((id) => nameIn(accounts, id)).join(', ')
  return `${what} on ${where}`
}

import { useQuery } from '@tanstack/react-query'
import type { Account } from '../../../contract/accounts.js'
import type { KeyPair } from '../../../contract/keys.js'
import { api } from '../../api/queries.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useKinds } from './account-queries.js'
import { pushNotes } from './push-notes.js'

interface Props {
  keyPair: KeyPair
  accounts: Account[]
  /** As the user wants it there; empty for the key pair's own name. */
  name: string
}

/** What each account would make of the push, before it: the name there, and a type of key that its cloud refuses. */
export function PushPreview({ keyPair, accounts, name }: Props) {
  const kinds = useKinds().data ?? []
  const wanted = name.trim() === '' ? keyPair.name : name.trim()
  const accountIds = accounts.map(({ id }) => id)
  const names = useQuery({
    ...api.accounts.keyNames.queryOptions({ input: { accountIds, name: wanted } }),
    enabled: accountIds.length > 0,
  }).data
  const notes = pushNotes({
    keyPair,
    accounts,
    kinds,
    names: names ?? [],
    wanted,
    chosen: name.trim() !== '',
  })
  return (
    <div role="note">
      {notes.map(({ accountId, text, refused }) => (
        <div key={accountId}>
          <StatusDot tone={refused ? 'warn' : 'idle'}>{text}</StatusDot>
        </div>
      ))}
    </div>
  )
}

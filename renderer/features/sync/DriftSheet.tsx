import { useMutation } from '@tanstack/react-query'
import type { Drift, DriftItem } from '../../../contract/sync.js'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { timeText } from '../../ui/age.js'
import { Sheet } from '../../ui/Sheet.js'
import { useAccounts } from '../accounts/account-queries.js'
import { useKeys } from '../keys/key-queries.js'
import classes from './sync.module.css'
import { closeSync } from './sync-store.js'
import { driftWords } from './sync-words.js'
import { useDrift } from './use-drift.js'

/** How many of one account are listed; of the rest the number is told. */
const MOST_SHOWN = 200

/** What is otherwise on the accounts, which taking note of makes the state that later readings are held against. */
export function DriftSheet() {
  const drift = useDrift()
  const accept = useMutation(
    api.sync.acceptDrift.mutationOptions({
      onSuccess: (now) => {
        queryClient.setQueryData(api.sync.drift.queryKey(), now)
        closeSync()
      },
    }),
  )
  const accounts = drift.data?.accounts ?? []
  const problem = accept.error ?? drift.error
  return (
    <Sheet
      title={say`Changed outside Latchkey`}
      size={760}
      verb={say`Take note`}
      busy={accept.isPending}
      disabled={accounts.length === 0}
      closeWord={say`Later`}
      problem={problem === null ? undefined : errorInfo(problem)}
      onSubmit={() => accept.mutate({})}
      onClose={closeSync}
    >
      <span>
        {say`What the accounts told last, held against what they told before. What was done here is left out. Taking note changes nothing on the accounts: it ends this notice.`}
      </span>
      {accounts.map((account) => (
        <AccountDrift key={account.accountId} account={account} />
      ))}
    </Sheet>
  )
}

function AccountDrift({ account }: { account: Drift['accounts'][number] }) {
  const name = useAccounts().data?.find(({ id }) => id === account.accountId)?.name ?? say`An account`
  const shown = account.items.slice(0, MOST_SHOWN)
  const more = account.items.length - shown.length
  return (
    <section className={classes.group} aria-label={name}>
      <h3>
        {name}{' '}
        <span className={classes.dim}>
          {say`since ${timeText(account.since)}, read ${timeText(account.readAt)}`}
        </span>
      </h3>
      <ul className={classes.plain}>
        {shown.map((item) => (
          <Item key={`${item.kind} ${item.region} ${item.name}`} item={item} />
        ))}
      </ul>
      {more > 0 && (
        <span className={classes.dim}>{say`${say`${plural(more, '# change', '# changes')} more.`}`}</span>
      )}
    </section>
  )
}

function Item({ item }: { item: DriftItem }) {
  const key = useKeys().data?.find(({ id }) => id === item.keyId)
  const isKey = item.kind.startsWith('key-')
  const whose = key === undefined ? say`not in this vault` : say`${key.name} in this vault`
  return (
    <li>
      {driftWords(item)}
      {isKey && <span className={classes.dim}> · {whose}</span>}
    </li>
  )
}

import type { Account, PushResult } from '../../../contract/accounts.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'

interface Props {
  results: PushResult[]
  accounts: Account[]
}

/** One row for each account that a key was pushed to. */
export function PushResults({ results, accounts }: Props) {
  return (
    <div role="status">
      {results.map((result) => {
        const account = accounts.find(({ id }) => id === result.accountId)?.name ?? result.accountId
        return (
          <div key={result.accountId}>
            <StatusDot tone={result.outcome === 'failed' ? 'danger' : 'ok'}>
              {`${account}: ${outcomeText(result)}`}
            </StatusDot>
            {result.problem !== undefined && <ErrorMessage problem={result.problem} />}
          </div>
        )
      })}
    </div>
  )
}

function outcomeText({ outcome, cloudName }: PushResult): string {
  if (outcome === 'failed') return 'not pushed'
  const name = cloudName === null ? '' : ` as ${cloudName}`
  return outcome === 'pushed' ? `pushed${name}` : `already there${name}`
}

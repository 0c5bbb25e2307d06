import type { Account, PushResult } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import type { Tone } from '../../ui/tone.js'

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
            <StatusDot tone={toneOf(result)}>{`${account}: ${outcomeText(result)}`}</StatusDot>
            {result.problem !== undefined && <ErrorMessage problem={result.problem} />}
          </div>
        )
      })}
    </div>
  )
}

function toneOf({ outcome, problem }: PushResult): Tone {
  if (outcome === 'failed') return 'danger'
  return problem === undefined ? 'ok' : 'warn'
}

function outcomeText({ outcome, cloudName, problem }: PushResult): string {
  if (outcome === 'failed') return say`not pushed`
  const isPushed = outcome === 'pushed'
  const what =
    cloudName === null
      ? isPushed
        ? say`pushed`
        : say`already there`
      : isPushed
        ? say`pushed as ${cloudName}`
        : say`already there as ${cloudName}`
  return problem === undefined ? what : say`${what}, but not in every region`
}

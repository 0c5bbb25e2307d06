import { Loader } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SyncOptions, SyncPlan } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Consequences } from '../../ui/Consequences.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Sheet } from '../../ui/Sheet.js'
import { rich } from '../../words/rich.js'
import { PlanTable } from './PlanTable.js'
import classes from './sync.module.css'
import { openSync } from './sync-store.js'
import { isWork, nothingSentence, verbWords } from './sync-words.js'

interface Props {
  options: SyncOptions
  onBack: () => void
}

/** What would be done, account by account; the button does what is ticked. */
export function PlanSheet({ options, onBack }: Props) {
  const plan = useQuery({
    ...api.sync.plan.queryOptions({ input: options }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
  })
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const run = useMutation(api.sync.run.mutationOptions({ onSuccess: () => openSync('run') }))
  const shown = plan.isFetching ? undefined : plan.data
  const chosen = (shown?.steps ?? []).filter((step) => isWork(step) && !left.has(step.id))
  const problem = run.error ?? plan.error
  const again = () => {
    run.reset()
    void plan.refetch()
  }
  return (
    <Sheet
      title={say`What sync would do`}
      verb={verbWords(chosen)}
      danger={chosen.some(({ kind }) => kind === 'remove')}
      size={900}
      busy={run.isPending}
      disabled={chosen.length === 0 || problem !== null}
      closeWord={say`Back`}
      onSubmit={() => shown && run.mutate({ planId: shown.id, stepIds: chosen.map(({ id }) => id) })}
      onClose={onBack}
    >
      {plan.isFetching && (
        <div className={classes.head} role="status">
          <span>{rich`${<Loader size={14} />} Asking the accounts what they hold`}</span>
        </div>
      )}
      {shown !== undefined && plan.error === null && (
        <Plan plan={shown} left={left} onLeft={setLeft} onAgain={again} />
      )}
      {problem !== null && !plan.isFetching && (
        <ErrorMessage problem={errorInfo(problem)} onRetry={again} retryLabel={say`Plan again`} />
      )}
    </Sheet>
  )
}

interface PlanProps {
  plan: SyncPlan
  /** Steps that are not to be done. */
  left: ReadonlySet<string>
  onLeft: (left: ReadonlySet<string>) => void
  onAgain: () => void
}

function Plan({ plan, left, onLeft, onAgain }: PlanProps) {
  const works = plan.steps.some(isWork)
  return (
    <>
      {works ? (
        <Consequences sentences={plan.consequences} />
      ) : (
        <strong role="status">{nothingSentence(plan)}</strong>
      )}
      {plan.accounts.map((account) => (
        <Unread key={account.accountId} account={account} onAgain={onAgain} />
      ))}
      {plan.accounts.map((account) => {
        const steps = plan.steps.filter(({ accountId }) => accountId === account.accountId)
        return steps.length === 0 ? null : (
          <PlanTable key={account.accountId} name={account.name} steps={steps} left={left} onLeft={onLeft} />
        )
      })}
    </>
  )
}

/** What of an account the plan does not know. */
function Unread({ account, onAgain }: { account: SyncPlan['accounts'][number]; onAgain: () => void }) {
  const { name, problem, unread } = account
  const shown = problem ?? unread
  if (shown === undefined) return null
  const title =
    problem === undefined
      ? say`Not every region of ${name} could be read`
      : say`${name} could not be read, so nothing is done there`
  return (
    <section className={classes.group} aria-label={name}>
      <h3>{title}</h3>
      <ErrorMessage problem={shown} onRetry={onAgain} retryLabel={say`Plan again`} />
    </section>
  )
}

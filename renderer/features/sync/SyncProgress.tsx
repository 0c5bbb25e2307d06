import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { SyncRun, SyncRunStep } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Folded } from '../../ui/Folded.js'
import { PlainTable } from '../../ui/PlainTable.js'
import { ProgressBar, ProgressCount } from '../../ui/ProgressBar.js'
import { SheetFooter } from '../../ui/Sheet.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './sync.module.css'
import { closeSync } from './sync-store.js'
import { againVerb, countsOf, runSentence, sharedProblem, stepStates, stepWords } from './sync-words.js'

/** How far a run is on each account, and what became of each step. Closing it doesn't stop it. */
export function SyncProgress({ run }: { run: SyncRun }) {
  const isRunning = run.state === 'running' || run.state === 'cancelling'
  return (
    <Dialog size={820} title={say`Sync keys with accounts`} onClose={closeSync}>
      <Stack gap="md">
        <strong role="status">{runSentence(run)}</strong>
        {run.accounts.map(({ accountId, name }) => (
          <AccountProgress
            key={accountId}
            name={name}
            steps={run.steps.filter((step) => step.accountId === accountId)}
          />
        ))}
        {isRunning ? <Running cancelling={run.state === 'cancelling'} /> : <Ended run={run} />}
      </Stack>
    </Dialog>
  )
}

function AccountProgress({ name, steps }: { name: string; steps: SyncRunStep[] }) {
  const { done, failed, of } = countsOf(steps)
  const shared = sharedProblem(steps)
  const isOpen = (failed > 0 && shared === undefined) || of <= MOST_OPEN
  return (
    <section className={classes.group} aria-label={name}>
      <div className={classes.head}>
        <h3>{name}</h3>
        <ProgressCount done={done} of={of} />
      </div>
      <ProgressBar label={name} progress={{ done, of }} />
      {shared !== undefined && <ErrorMessage problem={shared} />}
      <Folded key={String(isOpen)} summary={say`Steps`} open={isOpen}>
        <PlainTable className={classes.table} aria-label={say`Steps on ${name}`}>
          <tbody>
            {steps.map((step) => (
              <StepRow key={step.id} step={step} problem={shared === undefined ? step.problem : undefined} />
            ))}
          </tbody>
        </PlainTable>
      </Folded>
    </section>
  )
}

/** More than so many steps are folded away while nothing is wrong with them. */
const MOST_OPEN = 6

function StepRow({ step, problem }: { step: SyncRunStep; problem: ErrorInfo | undefined }) {
  const { says, tone } = stepStates[step.state]
  return (
    <tr>
      <th className={classes.narrow} scope="row">
        {step.keyName}
      </th>
      <td className={classes.narrow}>{stepWords(step)}</td>
      <td>
        <StatusDot tone={tone}>{says}</StatusDot>
        {problem !== undefined && <ErrorMessage problem={problem} />}
      </td>
    </tr>
  )
}

function Running({ cancelling }: { cancelling: boolean }) {
  const cancel = useMutation(api.sync.cancel.mutationOptions())
  return (
    <>
      {cancel.error !== null && <ErrorMessage problem={errorInfo(cancel.error)} />}
      <SheetFooter>
        <Button
          variant="default"
          disabled={cancelling}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(undefined)}
        >
          {say`Cancel the sync`}
        </Button>
        <Button onClick={closeSync} data-autofocus>
          {say`Go on in the background`}
        </Button>
      </SheetFooter>
    </>
  )
}

function Ended({ run }: { run: SyncRun }) {
  const resume = useMutation(api.sync.resume.mutationOptions())
  const dismiss = useMutation(api.sync.dismiss.mutationOptions({ onSuccess: closeSync }))
  const again = againVerb(run)
  const problem = resume.error ?? dismiss.error
  return (
    <>
      {problem !== null && <ErrorMessage problem={errorInfo(problem)} />}
      {again !== null && (
        <span className={classes.dim}>
          {say`What is done is not repeated: each account is looked at first. Until then it can be taken up at any time.`}
        </span>
      )}
      <SheetFooter
        aside={
          again !== null && (
            <Button variant="default" disabled={resume.isPending} onClick={() => dismiss.mutate(undefined)}>
              {say`Leave the rest undone`}
            </Button>
          )
        }
      >
        <Group gap="sm">
          <Button
            variant={again === null ? 'filled' : 'default'}
            onClick={() => (again === null ? dismiss.mutate(undefined) : closeSync())}
            data-autofocus={again === null || undefined}
          >
            {say`Close`}
          </Button>
          {again !== null && (
            <Button loading={resume.isPending} onClick={() => resume.mutate(undefined)} data-autofocus>
              {again}
            </Button>
          )}
        </Group>
      </SheetFooter>
    </>
  )
}

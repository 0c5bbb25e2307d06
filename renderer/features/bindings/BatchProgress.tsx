import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { BindJob } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { Details, detailsText, ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { useStore } from '../store.js'
import { leftSentence, runningStep, workSentence } from './bind-words.js'
import classes from './bindings.module.css'
import { type Batch, bindStore, hideBind } from './binds.js'
import { batchSentence, counted, isFine } from './many-words.js'

/** How far several bindings are, and how each ended: one row an instance. Closing it doesn't stop them. */
export function BatchProgress({ batch, keyName }: { batch: Batch; keyName: (job: BindJob) => string }) {
  const cancel = useMutation(api.bindings.cancel.mutationOptions())
  const notBegun = useStore(bindStore).notBegun.filter(({ batchId }) => batchId === batch.id)
  const [first] = batch.jobs
  if (first === undefined) return null
  const running = batch.jobs.filter(({ result }) => result === null)
  const cancelling = running.every((job) => job.cancelling)
  const close = () => hideBind(batch.id)
  const where = counted(batch.jobs.length + notBegun.length)
  return (
    <Dialog size="lg" title={workSentence(first.action, keyName(first), where)} onClose={close}>
      <Stack gap="md">
        <ul className={classes.rows}>
          {batch.jobs.map((job) => (
            <Row key={job.id} job={job} />
          ))}
          {notBegun.map(({ planId, instanceName, problem }) => (
            <li key={planId}>
              <strong>{instanceName}</strong>
              <StatusDot tone="danger">not begun</StatusDot>
              <span className={classes.said}>
                {problem.message} {problem.advice}
              </span>
            </li>
          ))}
        </ul>
        {cancel.error !== null && <ErrorMessage problem={errorInfo(cancel.error)} />}
        <p className={classes.dim} role="status">
          {batch.ended ? batchSentence(batch.jobs, notBegun.length) : runningSentence(running, cancelling)}
        </p>
        <Group justify="flex-end" gap="sm">
          {batch.ended ? (
            <>
              <CopyButton words label="Copy the results" value={resultsText(batch.jobs, notBegun)} />
              <Button onClick={close} data-autofocus>
                Done
              </Button>
            </>
          ) : (
            <>
              <Button
                variant="default"
                disabled={cancelling}
                onClick={() => {
                  for (const { id } of running) cancel.mutate({ id })
                }}
              >
                Cancel all
              </Button>
              <Button onClick={close} data-autofocus>
                Go on in the background
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function runningSentence(running: BindJob[], cancelling: boolean): string {
  return cancelling
    ? 'Cancelling after the steps that run now.'
    : `${counted(running.length)} to go. Cancel all stops before each one's next step, and starts again what was stopped.`
}

const outcomes = {
  proven: { tone: 'ok', word: 'proven' },
  removed: { tone: 'ok', word: 'unbound' },
  'not-proven': { tone: 'warn', word: 'not proven' },
  cancelled: { tone: 'idle', word: 'cancelled' },
  failed: { tone: 'danger', word: 'failed' },
} as const

function Row({ job }: { job: BindJob }) {
  const { result, instanceName } = job
  if (result === null)
    return (
      <li>
        <strong>{instanceName}</strong>
        <StatusDot tone="busy">{runningStep(job)}</StatusDot>
      </li>
    )
  const { tone, word } = outcomes[result.outcome]
  return (
    <li>
      <strong>{instanceName}</strong>
      <StatusDot tone={tone}>{isFine(job) && result.outcome === 'not-proven' ? 'set' : word}</StatusDot>
      <span className={classes.said}>
        {result.message} {result.advice} {result.outcome !== 'removed' && leftSentence(result, instanceName)}
      </span>
      {result.problem !== undefined && <Details text={detailsText(result.problem)} />}
    </li>
  )
}

/** One line an instance, fields between tabs. */
function resultsText(jobs: BindJob[], notBegun: { instanceName: string; problem: ErrorInfo }[]): string {
  return [
    ...jobs.map(({ instanceName, result }) => [instanceName, result?.outcome, result?.message].join('\t')),
    ...notBegun.map(({ instanceName, problem }) => [instanceName, 'not begun', problem.message].join('\t')),
  ].join('\n')
}

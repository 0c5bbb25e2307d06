import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { BindJob } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { detailsText } from '../../ui/details-text.js'
import { Details, ErrorMessage } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import { useKeys } from '../keys/key-queries.js'
import { InstanceHostKeys } from '../known-hosts/InstanceHostKeys.js'
import { useStore } from '../store.js'
import { leftSentence, runningStep, workSentence } from './bind-words.js'
import classes from './bindings.module.css'
import { type Batch, bindStore, hideBind, type NotBegun, openManySheet } from './binds.js'
import { batchEnded, batchSentence, counted, isFine } from './many-words.js'
import { OtherUsers } from './OtherUsers.js'
import { useInstanceLabels } from './use-instance-labels.js'

/** How far several bindings are, and how each ended: one row an instance. Closing it doesn't stop them. */
export function BatchProgress({ batch, keyName }: { batch: Batch; keyName: (job: BindJob) => string }) {
  const cancel = useMutation(api.bindings.cancel.mutationOptions())
  const notBegun = useStore(bindStore).notBegun.filter(({ batchId }) => batchId === batch.id)
  const labelOf = useInstanceLabels(
    [...batch.jobs, ...notBegun].map(({ instanceId, instanceName }) => ({
      id: instanceId,
      name: instanceName,
    })),
  )
  const [first] = batch.jobs
  if (first === undefined) return null
  const running = batch.jobs.filter(({ result }) => result === null)
  const cancelling = running.every((job) => job.cancelling)
  const close = () => hideBind(batch.id)
  const title = batch.ended
    ? batchEnded(batch.jobs, notBegun.length, keyName(first))
    : workSentence(first.action, keyName(first), counted(batch.jobs.length + notBegun.length))
  return (
    <Dialog size="lg" title={title} onClose={close}>
      <Stack gap="md">
        <ul className={classes.rows}>
          {batch.jobs.map((job) => (
            <Row key={job.id} job={job} label={labelOf(job.instanceId)} />
          ))}
          {notBegun.map(({ planId, instanceId, problem }) => (
            <li key={planId}>
              <strong>{labelOf(instanceId)}</strong>
              {isLastWayIn(problem) ? (
                <StatusDot tone={stays.tone}>{stays.word}</StatusDot>
              ) : (
                <StatusDot tone="danger">{say`not begun`}</StatusDot>
              )}
              <span className={classes.said}>
                {hear(problem.message)} {hear(problem.advice ?? '')}
              </span>
            </li>
          ))}
        </ul>
        {cancel.error !== null && <ErrorMessage problem={errorInfo(cancel.error)} />}
        <p className={classes.dim} role="status">
          {batch.ended ? batchSentence(batch.jobs, notBegun.length) : runningSentence(running, cancelling)}
        </p>
        {batch.ended && <InstanceHostKeys instanceIds={batch.jobs.map(({ instanceId }) => instanceId)} />}
        <Group justify="flex-end" gap="sm">
          {batch.ended ? (
            <>
              <Others batch={batch} notBegun={notBegun} />
              <OldKey batch={batch} />
              <CopyButton
                words
                label={say`Copy the results`}
                value={resultsText(batch.jobs, notBegun, labelOf)}
              />
              <Button onClick={close} data-autofocus>
                {say`Done`}
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
                {say`Cancel all`}
              </Button>
              <Button onClick={close} data-autofocus>
                {say`Go on in the background`}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

/** The key that has logged in to bind another: where one takes the place of the other, it goes next. */
function OldKey({ batch }: { batch: Batch }) {
  const keys = useKeys().data
  const bound = batch.jobs.filter(({ action, result }) => action === 'bind' && result?.outcome === 'proven')
  const [id, ...more] = new Set(bound.map(({ loginKeyId }) => loginKeyId))
  const old = more.length > 0 || id === bound[0]?.keyId ? undefined : keys?.find((key) => key.id === id)
  if (old === undefined) return null
  const replace = () => {
    hideBind(batch.id)
    const instances = bound.map((job) => ({ id: job.instanceId, name: job.instanceName }))
    openManySheet({ action: 'unbind', instances, keyId: old.id })
  }
  return (
    <Button variant="default" onClick={replace}>
      {say`Unbind ${old.name}…`}
    </Button>
  )
}

/** Those that did not come to what was wanted, in the same way again. */
function Others({ batch, notBegun }: { batch: Batch; notBegun: NotBegun[] }) {
  const how = useStore(bindStore).hows[batch.id]
  const [first] = batch.jobs
  const left = [...batch.jobs.filter((job) => !isFine(job)), ...notBegun]
  if (first === undefined || left.length === 0) return null
  const lastWaysIn = left.flatMap((one) => (isLastWayIn(problemIn(one)) ? [one.instanceId] : []))
  const again = () => {
    hideBind(batch.id)
    const instances = left.map(({ instanceId, instanceName }) => ({ id: instanceId, name: instanceName }))
    openManySheet({ action: first.action, instances, keyId: first.keyId, how, lastWaysIn })
  }
  return (
    <Button variant="default" onClick={again}>
      {againWords(
        first.action === 'bind',
        left.map(({ instanceName }) => instanceName),
        lastWaysIn.length === left.length,
      )}
    </Button>
  )
}

function againWords(binds: boolean, [name = '', ...more]: string[], byName: boolean): string {
  if (more.length === 0) {
    if (byName) return binds ? say`Bind ${name} by name…` : say`Unbind ${name} by name…`
    return binds ? say`Bind ${name} again…` : say`Unbind ${name} again…`
  }
  const all = more.length + 1
  if (byName) return binds ? say`Bind the other ${all} by name…` : say`Unbind the other ${all} by name…`
  return binds ? say`Bind the other ${all} again…` : say`Unbind the other ${all} again…`
}

const problemIn = (one: BindJob | NotBegun) => ('problem' in one ? one.problem : one.result?.problem)

/** Whether the key stays because nothing else is known to open the instance. */
const isLastWayIn = (problem: ErrorInfo | undefined) =>
  problem?.code === 'authorized-keys-last-way-in' || problem?.code === 'key-last-way-in'

function runningSentence(running: BindJob[], cancelling: boolean): string {
  return cancelling
    ? say`Cancelling after the steps that run now.`
    : say`${plural(running.length, '# instance', '# instances')} to go. Cancel all stops before each one's next step, and starts again what was stopped.`
}

const outcomes = {
  proven: { tone: 'ok', word: say`proven` },
  removed: { tone: 'ok', word: say`unbound` },
  'not-proven': { tone: 'warn', word: say`not proven` },
  cancelled: { tone: 'idle', word: say`cancelled` },
  failed: { tone: 'danger', word: say`failed` },
} as const

const stays = { tone: 'warn', word: say`last way in: stays` } as const

function Row({ job, label }: { job: BindJob; label: string }) {
  const { result, instanceName } = job
  if (result === null)
    return (
      <li>
        <strong>{label}</strong>
        <StatusDot tone="busy">{runningStep(job)}</StatusDot>
      </li>
    )
  const { tone, word } = isLastWayIn(result.problem) ? stays : outcomes[result.outcome]
  const others = result.others ?? []
  const isWhole = others.every(({ outcome }) => outcome === 'proven')
  return (
    <li>
      <strong>{label}</strong>
      <StatusDot tone={isWhole ? tone : 'warn'}>
        {isFine(job) && result.outcome === 'not-proven' ? say`set` : word}
      </StatusDot>
      <span className={classes.said}>
        {hear(result.message)} {hear(result.advice ?? '')}{' '}
        {result.outcome !== 'removed' && leftSentence(result, instanceName)}
      </span>
      {others.length > 0 && <OtherUsers others={others} />}
      {result.problem !== undefined && <Details text={detailsText(result.problem)} />}
    </li>
  )
}

/** One line an instance, fields between tabs. */
function resultsText(jobs: BindJob[], notBegun: NotBegun[], labelOf: (id: string) => string): string {
  return [
    ...jobs.map(({ instanceId, result }) =>
      [labelOf(instanceId), result?.outcome, result?.message].join('\t'),
    ),
    ...notBegun.map(({ instanceId, problem }) =>
      [labelOf(instanceId), say`not begun`, problem.message].join('\t'),
    ),
  ].join('\n')
}

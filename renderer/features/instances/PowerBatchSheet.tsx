import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { detailsText } from '../../ui/details-text.js'
import { Details } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import classes from '../bindings/bindings.module.css'
import { useInstanceLabels } from '../bindings/use-instance-labels.js'
import { useStore } from '../store.js'
import { useInventoryQuery } from './inventory-query.js'
import type { To } from './power.js'
import { hasEnded, hideBatch, type PowerBatch, type PowerProgress, powerBatch } from './power-batch.js'
import { batchTitle, progressWord } from './power-words.js'

/** How far several instances are that are started or stopped, and how each ended. Closing it doesn't stop them. */
export function PowerBatchSheet() {
  const batch = useStore(powerBatch)
  return batch === null || batch.hidden ? null : <Shown batch={batch} />
}

function Shown({ batch }: { batch: PowerBatch }) {
  const { to, entries } = batch
  const labelOf = useInstanceLabels(entries)
  const ended = hasEnded(batch)
  const changing = useChanging()
  const results = entries.map(({ id, progress }) => {
    const why = typeof progress === 'string' ? '' : progress.message
    return [labelOf(id), progressWord(to, progress), why].join('\t')
  })
  return (
    <Dialog size="lg" title={batchTitle(to, entries)} onClose={hideBatch}>
      <Stack gap="md">
        <ul className={classes.rows}>
          {entries.map(({ id, progress }) => {
            const begun = progress === 'waiting' && changing.has(id)
            return <Row key={id} label={labelOf(id)} to={to} progress={begun ? 'running' : progress} />
          })}
        </ul>
        <Group justify="flex-end" gap="sm">
          {ended && <CopyButton words label={say`Copy the results`} value={results.join('\n')} />}
          {!ended && <CancelRest to={to} />}
          <Button onClick={hideBatch} data-autofocus>
            {ended ? say`Done` : say`Go on in the background`}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** The instances that the list has as starting or stopping. */
function useChanging(): ReadonlySet<string> {
  const instances = useInventoryQuery().data?.instances ?? []
  return new Set(
    instances.flatMap(({ id, state }) => (state === 'starting' || state === 'stopping' ? id : [])),
  )
}

/** What has not been sent to its cloud yet is not; nothing where all was. */
function CancelRest({ to }: { to: To }) {
  const kind = to === 'running' ? 'start' : 'stop'
  const items = useStream(api.work.watch, undefined).value ?? []
  const item = items.find((one) => one.kind === kind && one.begunHere && one.endedAt === null)
  const cancel = useMutation(api.work.cancel.mutationOptions())
  if (item === undefined || !(item.canCancel || item.state === 'cancelling')) return null
  return (
    <Button
      variant="default"
      disabled={item.state === 'cancelling'}
      onClick={() => cancel.mutate({ id: item.id })}
    >
      {say`Cancel the rest`}
    </Button>
  )
}

const tones = { waiting: 'idle', running: 'busy', done: 'ok', cancelled: 'idle' } as const

function Row({ label, to, progress }: { label: string; to: To; progress: PowerProgress }) {
  const problem = typeof progress === 'string' ? null : progress
  return (
    <li>
      <strong>{label}</strong>
      <StatusDot tone={typeof progress === 'string' ? tones[progress] : 'danger'}>
        {progressWord(to, progress)}
      </StatusDot>
      {problem !== null && (
        <>
          <span className={classes.said}>
            {hear(problem.message)} {hear(problem.advice)}
          </span>
          <Details text={detailsText(problem)} />
        </>
      )}
    </li>
  )
}

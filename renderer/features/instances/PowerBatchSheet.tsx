import { Button, Group, Stack } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { detailsText } from '../../ui/details-text.js'
import { Details } from '../../ui/ErrorMessage.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import classes from '../bindings/bindings.module.css'
import { useInstanceLabels } from '../bindings/use-instance-labels.js'
import { useStore } from '../store.js'
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
  const results = entries.map(({ id, progress }) => {
    const why = typeof progress === 'string' ? '' : progress.message
    return [labelOf(id), progressWord(to, progress), why].join('\t')
  })
  return (
    <Dialog size="lg" title={batchTitle(to, entries)} onClose={hideBatch}>
      <Stack gap="md">
        <ul className={classes.rows}>
          {entries.map(({ id, progress }) => (
            <Row key={id} label={labelOf(id)} to={to} progress={progress} />
          ))}
        </ul>
        <Group justify="flex-end" gap="sm">
          {ended && <CopyButton words label={say`Copy the results`} value={results.join('\n')} />}
          <Button onClick={hideBatch} data-autofocus>
            {ended ? say`Done` : say`Go on in the background`}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

const tones = { waiting: 'idle', running: 'busy', done: 'ok' } as const

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

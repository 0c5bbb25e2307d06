import { Button, Checkbox, Group } from '@mantine/core'
import { IconArrowDown, IconArrowRight, IconArrowUp } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { shownName } from '../../../contract/file-names.js'
import type { ConflictChoice, Transfer, TransferConflict } from '../../../contract/transfers.js'
import { plural, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { errorInfo } from '../../api/errors.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Failures } from '../../ui/Failures.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { hear } from '../../words/language.js'
import classes from './files.module.css'
import { forgetHeld, givePieces, holds } from './held-files.js'
import {
  checkWords,
  choiceWords,
  conflictWords,
  hasEnded,
  placeWords,
  progressWords,
  stateWords,
} from './transfer-words.js'
import looks from './transfers.module.css'

const icons = { upload: IconArrowUp, download: IconArrowDown, copy: IconArrowRight }

/** One upload, download or copy: how far it is, what it asks, what failed of it, and what can be done about it. */
export function TransferRow({ transfer }: { transfer: Transfer }) {
  const { id, direction, name, state, current, conflicts, notes, bytes, doneBytes, counted } = transfer
  const run = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() })
  const button = (label: string, work: () => Promise<unknown>) => (
    <Button
      h={24}
      px="sm"
      variant="default"
      aria-label={`${label}: ${shownName(name)}`}
      onClick={() => run.mutate(work)}
    >
      {label}
    </Button>
  )
  const ids = { ids: [id] }
  const hasFailed = state === 'failed' || state === 'cancelled' || (state === 'done' && transfer.failed > 0)
  // Files of the window can only be given by one that has them: with those of another, retrying is waiting for nothing.
  const canRetry = hasFailed && (direction !== 'upload' || transfer.from !== null || holds(id))
  const [conflict] = conflicts
  const Icon = icons[direction]
  const place = placeWords(transfer)
  return (
    <li className={looks.transfer} data-state={state}>
      <div className={looks.top}>
        <Icon size={16} aria-hidden />
        <span className={looks.name} title={`${shownName(name)} ${place}`}>
          <strong>{shownName(name)}</strong> <span className={classes.dim}>{place}</span>
        </span>
        <Group gap={4} wrap="nowrap">
          {(state === 'running' || state === 'waiting') && button(say`Pause`, () => rpc.transfers.pause(ids))}
          {state === 'paused' && button(say`Resume`, () => rpc.transfers.resume(ids))}
          {canRetry &&
            button(say`Retry`, async () => {
              await rpc.transfers.retry(ids)
              void givePieces(id)
            })}
          {hasEnded(transfer)
            ? button(say`Clear`, async () => {
                forgetHeld([id])
                await rpc.transfers.clear(ids)
              })
            : button(say`Cancel`, () => rpc.transfers.cancel(ids))}
        </Group>
      </div>
      {!hasEnded(transfer) && (
        <ProgressBar
          label={say`Progress of ${shownName(name)}`}
          progress={counted && bytes > 0 ? { done: doneBytes, of: bytes } : null}
        />
      )}
      <div className={looks.words}>
        <span>{stateWords(transfer)}</span> <span>{progressWords(transfer)}</span>{' '}
        {state === 'running' && current !== null && <span className={classes.dim}>{shownName(current)}</span>}{' '}
        <span className={classes.dim}>{checkWords(transfer)}</span>
      </div>
      {conflict !== undefined && (
        <Conflict key={conflict.id} id={id} conflict={conflict} more={conflicts.length - 1} />
      )}
      {notes.map(hear).map((note) => (
        <div key={note} className={classes.warn}>
          {note}
        </div>
      ))}
      <Failures
        failures={transfer.problems.map(({ path, problem }) => ({ name: shownName(path), problem }))}
        failed={transfer.failed}
      />
      {run.error !== null && <ErrorMessage problem={errorInfo(run.error)} />}
    </li>
  )
}

/** There is something of the name already. */
function Conflict({ id, conflict, more }: { id: string; conflict: TransferConflict; more: number }) {
  const [all, setAll] = useState(false)
  const answer = useMutation({
    mutationFn: (choice: ConflictChoice) =>
      rpc.transfers.answerConflict({ id, conflictId: conflict.id, choice, all }),
  })
  return (
    <div role="alert" className={looks.conflict}>
      <span className={classes.wrap}>
        {conflictWords(conflict)}
        {more > 0 && ` ${say`${plural(more, '# more question waits.', '# more questions wait.')}`}`}
      </span>
      <Group gap="sm">
        {conflict.choices.map((choice) => (
          <Button
            key={choice}
            h={24}
            px="sm"
            variant="default"
            disabled={answer.isPending}
            onClick={() => answer.mutate(choice)}
          >
            {choiceWords[choice]}
          </Button>
        ))}
        <Checkbox
          label={say`For all that follow`}
          checked={all}
          onChange={({ currentTarget }) => setAll(currentTarget.checked)}
        />
      </Group>
      {answer.error !== null && <ErrorMessage problem={errorInfo(answer.error)} />}
    </div>
  )
}

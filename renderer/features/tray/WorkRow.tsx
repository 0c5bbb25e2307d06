import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import type { WorkItem } from '../../../contract/work.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Failures } from '../../ui/Failures.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './tray.module.css'
import { hasEnded, sentBeforeText, workState, workTitle, workTone } from './work-words.js'

interface Props {
  item: WorkItem
  /** To where it is; null where there is nothing more to see. */
  onShow: (() => void) | null
  /** To the form in which it is begun once more; null where there is none. */
  onAgain: (() => void) | null
}

/** One piece of work: what, how far, and what can be done about it; each failure of it is one row. */
export function WorkRow({ item, onShow, onAgain }: Props) {
  const cancel = useMutation(api.work.cancel.mutationOptions())
  const retry = useMutation(api.work.retry.mutationOptions())
  const dismiss = useMutation(api.work.dismiss.mutationOptions())
  const title = workTitle(item)
  const { id, state } = item
  const ended = hasEnded(item)
  const cancelling = state === 'cancelling'
  const sentBefore = sentBeforeText(item)
  const problem = cancel.error ?? retry.error ?? dismiss.error
  return (
    <li className={classes.row} aria-label={title}>
      <div className={classes.line}>
        <span className={classes.what}>
          <StatusDot tone={workTone(item)}>{title}</StatusDot>
          <span className={classes.dim}>{workState(item)}</span>
        </span>
        <span className={classes.buttons}>
          {onShow !== null && (
            <Button h={24} px="sm" variant="default" onClick={onShow}>
              {say`Show`}
            </Button>
          )}
          {item.canRetry && (
            <Button h={24} px="sm" variant="default" onClick={() => retry.mutate({ id })}>
              {state === 'cut-off' ? say`Resume` : say`Retry`}
            </Button>
          )}
          {onAgain !== null && (
            <Button h={24} px="sm" variant="default" onClick={onAgain}>
              {say`Retry…`}
            </Button>
          )}
          {!ended && (item.canCancel || cancelling) && (
            <Button
              h={24}
              px="sm"
              variant="default"
              // Not `disabled`, which would take the keyboard out of the tray.
              {...(cancelling && { 'aria-disabled': true, 'data-disabled': true })}
              onClick={() => cancelling || cancel.mutate({ id })}
            >
              {say`Cancel`}
            </Button>
          )}
          {ended && (
            <Button h={24} px="sm" variant="default" onClick={() => dismiss.mutate({ ids: [id] })}>
              {say`Dismiss`}
            </Button>
          )}
        </span>
      </div>
      {!ended && <ProgressBar label={title} progress={item.progress} />}
      {sentBefore !== null && <p className={classes.dim}>{sentBefore}</p>}
      <Failures failures={item.failures} failed={item.failed} />
      {problem !== null && <ErrorMessage problem={errorInfo(problem)} />}
    </li>
  )
}

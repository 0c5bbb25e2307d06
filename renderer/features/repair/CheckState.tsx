import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { ProgressBar, ProgressCount } from '../../ui/ProgressBar.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './repair.module.css'
import { resultText } from './repair-words.js'
import type { Check } from './use-check.js'

/** How far a check of everything is, or what it has found. */
export function CheckState({ check: { running, progress, problem, cancel } }: { check: Check }) {
  if (problem !== undefined) return <ErrorMessage problem={problem} />
  if (progress?.result != null) {
    const { keys, accounts } = progress.result
    const whole = keys.whole === keys.of && accounts.whole === accounts.of
    return (
      <div role="status">
        <StatusDot tone={whole ? 'ok' : 'warn'}>{resultText(progress.result)}</StatusDot>
      </div>
    )
  }
  if (!running) return null
  const known = progress && { done: progress.looked, of: progress.of }
  const says = say`Every private half is read, and proven to belong to its public half.`
  return (
    <div className={classes.check}>
      <ProgressBar label={says} progress={known} />
      <span role="status">{says}</span> {known !== null && <ProgressCount {...known} />}{' '}
      <Button variant="default" size="compact-sm" onClick={cancel}>
        {say`Cancel`}
      </Button>
    </div>
  )
}

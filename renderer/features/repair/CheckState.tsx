import { Button } from '@mantine/core'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
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
  const says = 'Every private half is read, and proven to belong to its public half.'
  return (
    <div className={classes.check}>
      <progress
        className={classes.bar}
        aria-label={says}
        {...(progress !== null && { value: progress.looked, max: progress.of })}
      />
      <span role="status">{says}</span>{' '}
      {progress !== null && (
        <span className={classes.count}>
          {progress.looked} of {progress.of}
        </span>
      )}{' '}
      <Button variant="default" size="compact-sm" onClick={cancel}>
        Cancel
      </Button>
    </div>
  )
}

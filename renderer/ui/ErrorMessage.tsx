import { Button } from '@mantine/core'
import type { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'
import { CopyButton } from './CopyButton.js'
import classes from './ErrorMessage.module.css'

interface Props {
  problem: ErrorInfo
  /** Offers to try again, where that may help. */
  onRetry?: (() => void) | undefined
  retryLabel?: string
}

/** What happened, why as far as known, what to do next; with the details to copy. Stays until its cause is gone. */
export function ErrorMessage({ problem, onRetry, retryLabel = say`Try again` }: Props) {
  return (
    <div role="alert" className={classes.box}>
      <span className={classes.what}>{problem.message}</span>
      {problem.advice !== undefined && <span>{problem.advice}</span>}
      {problem.detail !== undefined && <Details text={problem.detail} />}
      <div className={classes.actions}>
        {onRetry !== undefined && (
          <Button variant="default" onClick={onRetry}>
            {retryLabel}
          </Button>
        )}
        <CopyButton words label={say`Copy details`} value={detailsText(problem)} />
      </div>
    </div>
  )
}

/** What only some want to read, folded away. */
export function Details({ text }: { text: string }) {
  return (
    <details>
      <summary>{say`Details`}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
      <pre className={classes.detail} tabIndex={0}>
        {text}
      </pre>
    </details>
  )
}

/** What "Copy details" puts on the clipboard: everything that is known, one fact a line. */
export function detailsText(problem: ErrorInfo): string {
  const lines = [
    problem.message,
    problem.advice,
    say`Code: ${problem.code}`,
    problem.incident === undefined ? undefined : say`Incident: ${problem.incident}`,
    problem.detail,
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}

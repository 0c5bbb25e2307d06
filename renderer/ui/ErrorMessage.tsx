import { Button } from '@mantine/core'
import { createContext, useContext } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'
import { hear } from '../words/language.js'
import { CopyButton } from './CopyButton.js'
import { detailsText } from './details-text.js'
import classes from './ErrorMessage.module.css'

interface Props {
  problem: ErrorInfo
  /** What it happened to, of several. */
  about?: string
  /** It is one of a list that the user has asked for: nobody reads it out by itself. */
  quiet?: boolean
  /** Offers to try again, where that may help. */
  onRetry?: (() => void) | undefined
  retryLabel?: string
}

/** Shows what was sent for an account; null where that can't be shown. */
export const RequestLog = createContext<((accountId: string) => void) | null>(null)

/** What happened, why as far as known, what to do next; with the details to copy. Stays until its cause is gone. */
export function ErrorMessage({ problem, about, quiet = false, onRetry, retryLabel = say`Try again` }: Props) {
  const { message, advice, detail, accountId } = problem
  const showRequests = useContext(RequestLog)
  return (
    <div role={quiet ? undefined : 'alert'} className={classes.box}>
      <span className={classes.what}>
        {about === undefined || about === '' ? hear(message) : `${about}: ${hear(message)}`}
      </span>
      {advice !== undefined && <span>{hear(advice)}</span>}
      {detail !== undefined && <Details text={detail} />}
      <div className={classes.actions}>
        {onRetry !== undefined && (
          <Button variant="default" onClick={onRetry}>
            {retryLabel}
          </Button>
        )}
        <CopyButton words label={say`Copy details`} value={detailsText(problem, about)} />
        {accountId !== undefined && showRequests !== null && (
          <Button variant="default" onClick={() => showRequests(accountId)}>
            {say`Show requests`}
          </Button>
        )}
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

import { Button } from '@mantine/core'
import type { Account } from '../../../contract/accounts.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Inventory } from '../../../contract/instances.js'
import { ageText } from '../../ui/age.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { detailsText } from '../../ui/ErrorMessage.js'
import classes from './instances.module.css'

interface Props {
  ages: Inventory['ages']
  accounts: Account[]
  now: number
  busy: boolean
  onRetry: (accountId: string) => void
}

/** One line for each account or region that could not be read: why, and how old what is shown of it is. */
export function InventoryProblems({ ages, accounts, now, busy, onRetry }: Props) {
  return ages.flatMap(({ accountId, readAt, problem, regions = [] }) => {
    const name = accounts.find(({ id }) => id === accountId)?.name
    if (name === undefined) return []
    const lines = [
      ...(problem === undefined ? [] : [{ of: name, readAt, problem }]),
      ...regions.map(({ region, ...line }) => ({ of: `${name}, ${region}`, ...line })),
    ]
    return lines.map((line) => (
      <Problem
        key={`${accountId} ${line.of}`}
        {...line}
        now={now}
        busy={busy}
        onRetry={() => onRetry(accountId)}
      />
    ))
  })
}

interface ProblemProps {
  of: string
  readAt: string | null
  problem: ErrorInfo
  now: number
  busy: boolean
  onRetry: () => void
}

function Problem({ of, readAt, problem, now, busy, onRetry }: ProblemProps) {
  const age = readAt === null ? 'It was never read.' : `Its instances were read ${ageText(readAt, now)}.`
  return (
    <div className={classes.problem} role="alert">
      <span className={classes.words}>
        <strong>{of}:</strong> {problem.message} {problem.advice} {age}
      </span>
      <CopyButton label="Copy details" value={detailsText(problem)} />
      <Button h={24} px="sm" variant="default" loading={busy} onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}

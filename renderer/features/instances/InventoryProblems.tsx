import { Button } from '@mantine/core'
import type { Account } from '../../../contract/accounts.js'
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

/** One line for each account that could not be read: why, and how old what is shown of it is. */
export function InventoryProblems({ ages, accounts, now, busy, onRetry }: Props) {
  return ages.map(({ accountId, readAt, problem }) => {
    const name = accounts.find(({ id }) => id === accountId)?.name
    if (problem === undefined || name === undefined) return null
    const age = readAt === null ? 'It was never read.' : `Its instances were read ${ageText(readAt, now)}.`
    return (
      <div key={accountId} className={classes.problem} role="alert">
        <span className={classes.words}>
          <strong>{name}:</strong> {problem.message} {problem.advice} {age}
        </span>
        <CopyButton label="Copy details" value={detailsText(problem)} />
        <Button h={24} px="sm" variant="default" loading={busy} onClick={() => onRetry(accountId)}>
          Try again
        </Button>
      </div>
    )
  })
}

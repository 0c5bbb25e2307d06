import type { Account } from '../../../contract/accounts.js'
import type { Inventory } from '../../../contract/instances.js'
import { ageText } from '../../ui/age.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './instances.module.css'

interface Props {
  /** Ids of the accounts that are being read. */
  reading: string[]
  ages: Inventory['ages']
  accounts: Account[]
  now: number
}

/** Which accounts are being asked, else how old the oldest part of what is shown is. */
export function ReadState({ reading, ages, accounts, now }: Props) {
  if (reading.length > 0) {
    const names = accounts.filter(({ id }) => reading.includes(id)).map(({ name }) => name)
    return (
      <span title={names.join('\n')} className={classes.read}>
        <StatusDot tone="busy">
          {reading.length === 1 ? `Asking ${names[0] ?? '1 account'}` : `Asking ${reading.length} accounts`}
        </StatusDot>
      </span>
    )
  }
  const asked = accounts.filter(({ disabled }) => !disabled).map(({ id }) => id)
  const read = ages.filter(({ accountId }) => asked.includes(accountId)).flatMap(({ readAt }) => readAt ?? [])
  const [oldest] = read.sort()
  if (oldest === undefined) return null
  return <span className={classes.read}>Read {ageText(oldest, now)}</span>
}

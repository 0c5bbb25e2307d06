import type { Account } from '../../../contract/accounts.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from './instances.module.css'

interface Props {
  /** Ids of the accounts that are being read. */
  reading: string[]
  accounts: Account[]
}

/** Which accounts are being asked; how old the rest is, the status bar says. */
export function ReadState({ reading, accounts }: Props) {
  if (reading.length === 0) return null
  const names = accounts.filter(({ id }) => reading.includes(id)).map(({ name }) => name)
  const what = reading.length === 1 ? (names[0] ?? '1 account') : `${reading.length} accounts`
  return (
    <span title={names.join('\n')} className={classes.read}>
      <StatusDot tone="busy">{`Asking ${what}`}</StatusDot>
    </span>
  )
}

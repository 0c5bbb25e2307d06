import type { Account } from '../../../contract/accounts.js'
import { plural, say } from '../../../contract/words/say.js'
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
  const [name] = names
  const what =
    reading.length === 1 && name !== undefined
      ? name
      : say`${plural(reading.length, '# account', '# accounts')}`
  return (
    <span title={names.join('\n')} className={classes.read}>
      <StatusDot tone="busy">{say`Asking ${what}`}</StatusDot>
    </span>
  )
}

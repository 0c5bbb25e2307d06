import type { Account } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { ageText, useNow } from '../../ui/age.js'
import { StatusDot } from '../../ui/StatusDot.js'

interface Props {
  account: Account
  /** Its instances are being read just now. */
  reading: boolean
}

/** How the last call to an account went, and when. */
export function LastContact({ account: { lastContact, disabled }, reading }: Props) {
  const now = useNow()
  if (reading) return <StatusDot tone="busy">{say`Asking its cloud`}</StatusDot>
  if (disabled) return <StatusDot tone="idle">{say`Disabled`}</StatusDot>
  if (lastContact === null) return <StatusDot tone="idle">{say`Not asked yet`}</StatusDot>
  const age = ageText(lastContact.at, now)
  if (!lastContact.ok) return <StatusDot tone="danger">{say`Failed, ${age}`}</StatusDot>
  if (lastContact.problem !== undefined) return <StatusDot tone="warn">{say`In part, ${age}`}</StatusDot>
  return <StatusDot tone="ok">{say`Fine, ${age}`}</StatusDot>
}

import type { Account } from '../../../contract/accounts.js'
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
  if (reading) return <StatusDot tone="busy">Asking its cloud</StatusDot>
  if (disabled) return <StatusDot tone="idle">Disabled</StatusDot>
  if (lastContact === null) return <StatusDot tone="idle">Not asked yet</StatusDot>
  const age = ageText(lastContact.at, now)
  if (!lastContact.ok) return <StatusDot tone="danger">{`Failed, ${age}`}</StatusDot>
  if (lastContact.problem !== undefined) return <StatusDot tone="warn">{`In part, ${age}`}</StatusDot>
  return <StatusDot tone="ok">{`Fine, ${age}`}</StatusDot>
}

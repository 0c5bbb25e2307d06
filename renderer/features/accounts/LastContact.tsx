import type { Account } from '../../../contract/accounts.js'
import { ageText, useNow } from '../../ui/age.js'
import { StatusDot } from '../../ui/StatusDot.js'

/** How the last call to an account went, and when. */
export function LastContact({ account: { lastContact, disabled } }: { account: Account }) {
  const now = useNow()
  if (disabled) return <StatusDot tone="idle">Disabled</StatusDot>
  if (lastContact === null) return <StatusDot tone="idle">Not asked yet</StatusDot>
  const age = ageText(lastContact.at, now)
  return lastContact.ok ? (
    <StatusDot tone="ok">{`Fine, ${age}`}</StatusDot>
  ) : (
    <StatusDot tone="danger">{`Failed, ${age}`}</StatusDot>
  )
}

import { Button } from '@mantine/core'
import type { KeyState } from '../../../../contract/keys.js'
import { EmptyState } from '../../../ui/EmptyState.js'
import { NothingMatches } from '../../../ui/NothingMatches.js'
import { FirstKeys } from './FirstKeys.js'
import { views } from './KeyViews.js'

interface Props {
  view: KeyState
  /** How many of each view the filter lets through. */
  counts: Record<KeyState, number>
  filtered: boolean
  /** No key pair in any view. */
  vaultEmpty: boolean
  binDays: number
  onView: (view: KeyState) => void
  onClear: () => void
  onCreate: () => void
  onImport: (scan: boolean) => void
}

/** Why the table is empty, and the one thing to do about it. */
export function NoKeys({
  view,
  counts,
  filtered,
  vaultEmpty,
  binDays,
  onView,
  onClear,
  onCreate,
  onImport,
}: Props) {
  const create = <Button onClick={onCreate}>Create key pair</Button>
  if (vaultEmpty) return <FirstKeys onCreate={onCreate} onImport={onImport} />
  if (filtered) {
    const elsewhere = views.find((one) => one.view !== view && counts[one.view] > 0)
    if (elsewhere !== undefined) {
      const words =
        elsewhere.view === 'bin' ? 'in the bin' : `among the ${elsewhere.label.toLowerCase()} ones`
      return (
        <EmptyState
          action={
            <Button variant="default" onClick={() => onView(elsewhere.view)}>
              Show {words}
            </Button>
          }
        >
          No key pair here matches the filter. {counts[elsewhere.view]} {words}{' '}
          {counts[elsewhere.view] === 1 ? 'does' : 'do'}.
        </EmptyState>
      )
    }
    return <NothingMatches onClear={onClear}>No key pair matches the filter.</NothingMatches>
  }
  if (view === 'active') return <EmptyState action={create}>There is no active key pair.</EmptyState>
  if (view === 'archived') {
    return (
      <EmptyState>
        Nothing is archived. An archived key pair is kept and goes on working where it is bound, but is not
        offered for anything new.
      </EmptyState>
    )
  }
  return (
    <EmptyState>
      The bin is empty. What is moved here can be restored for {binDays === 1 ? '1 day' : `${binDays} days`}.
    </EmptyState>
  )
}

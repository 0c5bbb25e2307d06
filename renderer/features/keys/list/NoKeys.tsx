import { Button } from '@mantine/core'
import type { KeyState } from '../../../../contract/keys.js'
import { plural, say } from '../../../../contract/words/say.js'
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
  const create = <Button onClick={onCreate}>{say`Create key pair`}</Button>
  if (vaultEmpty) return <FirstKeys onCreate={onCreate} onImport={onImport} />
  if (filtered) {
    const elsewhere = views.find((one) => one.view !== view && counts[one.view] > 0)
    if (elsewhere !== undefined) {
      const count = counts[elsewhere.view]
      return (
        <EmptyState
          action={
            <Button variant="default" onClick={() => onView(elsewhere.view)}>
              {
                {
                  active: say`Show among the active ones`,
                  archived: say`Show among the archived ones`,
                  bin: say`Show in the bin`,
                }[elsewhere.view]
              }
            </Button>
          }
        >
          {say`No key pair here matches the filter.`}{' '}
          {
            {
              active: say`${plural(count, '# among the active ones does.', '# among the active ones do.')}`,
              archived: say`${plural(count, '# among the archived ones does.', '# among the archived ones do.')}`,
              bin: say`${plural(count, '# in the bin does.', '# in the bin do.')}`,
            }[elsewhere.view]
          }
        </EmptyState>
      )
    }
    return <NothingMatches onClear={onClear}>{say`No key pair matches the filter.`}</NothingMatches>
  }
  if (view === 'active') return <EmptyState action={create}>{say`There is no active key pair.`}</EmptyState>
  if (view === 'archived') {
    return (
      <EmptyState>
        {say`Nothing is archived. An archived key pair is kept and goes on working where it is bound, but is not offered for anything new.`}
      </EmptyState>
    )
  }
  return (
    <EmptyState>
      {say`The bin is empty. What is moved here can be restored for ${plural(binDays, '# day', '# days')}.`}
    </EmptyState>
  )
}

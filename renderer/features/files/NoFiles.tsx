import { plural, say } from '../../../contract/words/say.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { NothingMatches } from '../../ui/NothingMatches.js'

interface Props {
  hidden: number
  filtered: boolean
  onClear: () => void
}

/** Why a table of files has no rows. */
export function NoFiles({ hidden, filtered, onClear }: Props) {
  if (filtered) return <NothingMatches onClear={onClear}>{say`No file matches the filter.`}</NothingMatches>
  if (hidden > 0) {
    return (
      <EmptyState>
        {say`${plural(hidden, 'There is one hidden file here.', 'There are # hidden files here.')}`}
      </EmptyState>
    )
  }
  return <EmptyState>{say`This folder is empty.`}</EmptyState>
}

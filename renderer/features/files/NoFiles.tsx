import { plural, say } from '../../../contract/words/say.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import classes from './files.module.css'

interface Props {
  hidden: number
  filtered: boolean
  onClear: () => void
}

/** Why a table of files has no rows. A folder without a row to show has the keyboard in the table's place, for paste and the way up. */
export function NoFiles({ hidden, filtered, onClear }: Props) {
  if (filtered) return <NothingMatches onClear={onClear}>{say`No file matches the filter.`}</NothingMatches>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the folder work from here
    // biome-ignore lint/a11y/useSemanticElements: no field set
    <div role="group" aria-label={say`Files`} data-grid tabIndex={0} className={classes.none}>
      <EmptyState>
        {hidden > 0
          ? say`${plural(hidden, 'There is one hidden file here.', 'There are # hidden files here.')}`
          : say`This folder is empty.`}
      </EmptyState>
    </div>
  )
}

import { EmptyState } from '../../ui/EmptyState.js'
import { NothingMatches } from '../../ui/NothingMatches.js'
import { numberText } from '../../ui/number-text.js'

interface Props {
  hidden: number
  filtered: boolean
  onClear: () => void
}

/** Why a table of files has no rows. */
export function NoFiles({ hidden, filtered, onClear }: Props) {
  if (filtered) return <NothingMatches onClear={onClear}>No file matches the filter.</NothingMatches>
  if (hidden > 0) {
    return (
      <EmptyState>
        {hidden === 1
          ? 'There is one hidden file here.'
          : `There are ${numberText(hidden)} hidden files here.`}
      </EmptyState>
    )
  }
  return <EmptyState>This folder is empty.</EmptyState>
}

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { say } from '../../contract/words/say.js'
import { EmptyState } from './EmptyState.js'

/** In place of a table of which a filter leaves nothing. */
export function NothingMatches({ onClear, children }: { onClear: () => void; children: ReactNode }) {
  return (
    <EmptyState
      action={
        <Button variant="default" onClick={onClear}>
          {say`Clear the filter`}
        </Button>
      }
    >
      {children}
    </EmptyState>
  )
}

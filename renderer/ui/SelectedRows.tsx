import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { plural, say } from '../../contract/words/say.js'
import { Notice } from './Notice.js'

interface Props {
  count: number
  /** What one of them is: "instance". */
  what: 'key pair' | 'instance'
  /** Why less can be done than with fewer. */
  note?: string | undefined
  /** Buttons. */
  actions: ReactNode
  onClear: () => void
}

/** Above a table: how many of its rows are selected, and what can be done to all of them. */
export function SelectedRows({ count, what, note, actions, onClear }: Props) {
  if (count === 0) return null
  return (
    <Notice
      beside="above"
      actions={
        <>
          {actions}
          <Button variant="default" onClick={onClear}>
            {say`Clear`}
          </Button>
        </>
      }
    >
      <span role="status">
        {what === 'key pair'
          ? say`${plural(count, '# key pair is selected.', '# key pairs are selected.')}`
          : say`${plural(count, '# instance is selected.', '# instances are selected.')}`}
        {note && ` ${note}`}
      </span>
    </Notice>
  )
}

import { ActionIcon, Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { KeyState } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { Notice } from '../../../ui/Notice.js'
import { focusWaits } from '../../../ui/section-focus.js'
import type { Moved } from './use-key-moves.js'

const words: Record<KeyState, string> = {
  active: say`is active again`,
  archived: say`is archived`,
  bin: say`is in the bin`,
}

interface Props {
  moved: Moved
  onUndo: () => void
  onDismiss: () => void
}

/** What was done with a key pair, until something else is done; Undo also by Ctrl/Cmd+Z. */
export function MovedNotice({ moved, onUndo, onDismiss }: Props) {
  const undo = useRef<HTMLButtonElement>(null)
  useHotkeys([['mod+Z', onUndo]])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each move anew; the button that did it may be gone
  useEffect(() => {
    if (focusWaits()) undo.current?.focus()
  }, [moved])
  return (
    <Notice
      beside="above"
      actions={
        <>
          <Button ref={undo} variant="default" onClick={onUndo}>
            {say`Undo`}
          </Button>
          <ActionIcon aria-label={say`Dismiss`} onClick={onDismiss}>
            <IconX size={16} />
          </ActionIcon>
        </>
      }
    >
      <span role="status">
        {moved.name} {words[moved.to]}.
      </span>
    </Notice>
  )
}

import { ActionIcon, Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { ErrorInfo } from '../../contract/errors.js'
import { say } from '../../contract/words/say.js'
import { hear } from '../words/language.js'
import { Notice } from './Notice.js'
import { focusWaits } from './section-focus.js'

interface Props {
  /** What was done; another object is another deed. */
  done: object
  /** Why it could not be undone, in place of what was done. */
  problem?: ErrorInfo | undefined
  busy?: boolean
  onUndo: () => void
  onDismiss: () => void
  children: ReactNode
}

/** What was done, until something else is; Undo also by Ctrl/Cmd+Z. It takes the keyboard where nothing else has it. */
export function UndoNotice({ done, problem, busy = false, onUndo, onDismiss, children }: Props) {
  const undo = useRef<HTMLButtonElement>(null)
  useHotkeys([['mod+Z', onUndo]])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each deed anew; the button that did it may have gone with it
  useLayoutEffect(() => {
    if (focusWaits()) undo.current?.focus()
  }, [done])
  return (
    <Notice
      beside="above"
      {...(problem !== undefined && { tone: 'danger' as const })}
      actions={
        <>
          <Button ref={undo} variant="default" loading={busy} onClick={onUndo}>
            {say`Undo`}
          </Button>
          <ActionIcon aria-label={say`Dismiss`} onClick={onDismiss}>
            <IconX size={16} />
          </ActionIcon>
        </>
      }
    >
      <span role="status">
        {problem === undefined ? children : `${hear(problem.message)} ${hear(problem.advice) ?? ''}`}
      </span>
    </Notice>
  )
}

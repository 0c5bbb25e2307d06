import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { say } from '../../contract/words/say.js'
import { useHiddenFromCapture } from '../api/hide-from-capture.js'

/** A password field whose text is readable only while its button is held. Never offered to password managers. */
export function SecretInput(props: TextInputProps) {
  const [held, hold] = useHold()
  useHiddenFromCapture(held)
  return (
    <TextInput
      autoComplete="off"
      spellCheck={false}
      autoCapitalize="off"
      data-1p-ignore
      data-lpignore="true"
      {...props}
      type={held ? 'text' : 'password'}
      rightSection={
        <ActionIcon
          size={24}
          aria-label={say`Hold to show`}
          title={say`Hold to show`}
          aria-pressed={held}
          {...hold}
        >
          <IconEye size={16} />
        </ActionIcon>
      }
    />
  )
}

/** True while the button with these handlers is held, by pointer or by Space. */
export function useHold() {
  const [held, setHeld] = useState(false)
  const release = () => setHeld(false)
  const handlers = {
    onPointerDown: () => setHeld(true),
    onPointerUp: release,
    onPointerLeave: release,
    onPointerCancel: release,
    onBlur: release,
    onKeyDown: (event: KeyboardEvent) => event.key === ' ' && setHeld(true),
    onKeyUp: release,
  }
  return [held, handlers] as const
}

import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { say } from '../../contract/words/say.js'

interface Props {
  /** What goes to the clipboard. Never a secret. */
  value: string
  /** What it is, for the name of the button: "Copy fingerprint". */
  label: string
  /** With words beside the picture. */
  words?: boolean
}

/** Copies a text and says so on the button itself. */
export function CopyButton({ value, label, words = false }: Props) {
  const { copy, copied, error } = useClipboard({ timeout: 1500 })
  const said = error !== null ? say`The clipboard refused` : copied ? say`Copied` : label
  const icon = copied ? <IconCheck size={16} /> : <IconCopy size={16} />
  if (words) {
    return (
      <Button variant="default" leftSection={icon} onClick={() => copy(value)}>
        <span aria-live="polite">{said}</span>
      </Button>
    )
  }
  return (
    <Tooltip label={said}>
      <ActionIcon size={24} aria-label={said} onClick={() => copy(value)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

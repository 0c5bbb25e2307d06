import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import classes from './PasteDialog.module.css'
import type { Paste } from './paste.js'

const SHOWN_LINES = 200
const SHOWN_CHARACTERS = 400

interface Props {
  paste: Paste
  /** The name of the instance. */
  into: string
  bracketed: boolean
  onAnswer: (yes: boolean, freely: boolean) => void
}

/** Shows a paste of several lines before the shell gets it. */
export function PasteDialog({ paste, into, bracketed, onAnswer }: Props) {
  const [freely, setFreely] = useState(false)
  const count = paste.lines.length === 1 ? '1 line' : `${paste.lines.length.toLocaleString('en')} lines`
  const no = () => onAnswer(false, false)
  return (
    <Modal opened size="lg" title={`Paste ${count} into ${into}?`} onClose={no} returnFocus={false}>
      <Stack gap="md">
        <span>
          {bracketed
            ? 'The program in the terminal is told that this is a paste. A shell waits for Enter before it runs it.'
            : 'Each line runs as soon as it is pasted, as if you had pressed Enter after it.'}
          {paste.removed > 0 && ` Control characters were taken out of it: ${paste.removed}.`}
        </span>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
        <pre className={classes.lines} tabIndex={0}>
          {preview(paste.lines)}
        </pre>
        <Checkbox
          size="xs"
          label="Do not ask again in this session"
          checked={freely}
          onChange={(event) => setFreely(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={no}>
            Cancel
          </Button>
          <Button data-autofocus onClick={() => onAnswer(true, freely)}>
            Paste {count}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function preview(lines: string[]): string {
  const shown = lines.slice(0, SHOWN_LINES).map((line) => line.slice(0, SHOWN_CHARACTERS))
  const left = lines.length - shown.length
  return left > 0 ? `${shown.join('\n')}\n… and ${left.toLocaleString('en')} more lines` : shown.join('\n')
}

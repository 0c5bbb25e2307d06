import { Button, Stack } from '@mantine/core'
import { numberText, say } from '../../contract/words/say.js'
import { Dialog } from '../ui/Dialog.js'
import { SheetFooter } from '../ui/Sheet.js'
import classes from './LinesDialog.module.css'

interface Props {
  /** What the terminal is of. */
  name: string
  lines: readonly string[]
  /** There are more above them. */
  cut: boolean
  onClose: () => void
}

/** The lines of a terminal as a text: for screen readers to walk through, and for the keyboard to select and copy. */
export function LinesDialog({ name, lines, cut, onClose }: Props) {
  return (
    <Dialog title={say`Lines of ${name}`} size={960} onClose={onClose}>
      <Stack gap="md">
        <textarea
          ref={toTheEnd}
          className={classes.text}
          aria-label={say`Lines of the terminal, the newest last`}
          readOnly
          data-autofocus
          wrap="off"
          spellCheck={false}
          defaultValue={lines.join('\n')}
        />
        <p className={classes.dim}>
          {cut && `${say`These are the last ${numberText(lines.length)} lines.`} `}
          {say`What is printed from now on is not among them. Arrow keys walk through the text, with Shift they select, and Ctrl+C copies.`}
        </p>
        <SheetFooter>
          <Button onClick={onClose}>{say`Close`}</Button>
        </SheetFooter>
      </Stack>
    </Dialog>
  )
}

/** The newest line is what one wants first. */
function toTheEnd(field: HTMLTextAreaElement | null): void {
  if (field === null) return
  const { value } = field
  const at = value.lastIndexOf('\n') + 1
  field.setSelectionRange(at, at)
  field.scrollTop = field.scrollHeight
}

import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { numberText, plural, say } from '../../contract/words/say.js'
import { Dialog } from '../ui/Dialog.js'
import classes from './PasteDialog.module.css'
import { LARGE_PASTE, type Paste, previewOf, readPaste, withoutLastBreak } from './paste.js'

const SHOWN_LINES = 200
const SHOWN_CHARACTERS = 400
/** More is not changed by hand, and would make the field slow. */
const EDITABLE = 20_000

interface Props {
  paste: Paste
  /** The name of the instance, or of several. */
  into: string
  /** It goes to several terminals, which are asked about each time. */
  several: boolean
  /** Enter by habit pastes nothing. */
  careful: boolean
  bracketed: boolean
  /** `changed`: what is to be pasted instead. */
  onAnswer: (yes: boolean, freely: boolean, changed?: Paste) => void
}

/** Shows a paste of several lines, or with more in it than is seen, before the shell gets it. */
export function PasteDialog({ paste: given, into, several, careful, bracketed, onAnswer }: Props) {
  const [freely, setFreely] = useState(false)
  const [edited, setEdited] = useState<string | null>(null)
  const [cut, setCut] = useState(false)
  const paste = edited === null ? given : readPaste(edited)
  const count = say`${plural(paste.lines.length, '# line', '# lines')}`
  const no = () => onAnswer(false, false)
  const yes = () => onAnswer(true, freely, cut ? withoutLastBreak(paste) : paste)
  return (
    <Dialog size="lg" title={say`Paste ${count} into ${into}?`} onClose={no}>
      <Stack gap="md">
        <span>{pasteWords(paste, bracketed)}</span>
        {edited === null ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard
          <pre className={classes.lines} tabIndex={0}>
            {previewOf(paste.lines, SHOWN_LINES, SHOWN_CHARACTERS)}
          </pre>
        ) : (
          <Textarea
            aria-label={say`What is pasted`}
            classNames={{ input: classes.edit ?? '' }}
            autosize
            minRows={4}
            maxRows={14}
            autoFocus
            spellCheck={false}
            value={edited}
            onChange={(event) => setEdited(event.currentTarget.value)}
          />
        )}
        {paste.text.endsWith('\n') && (
          <Checkbox
            size="xs"
            label={say`Leave out the last line break, so that the last line waits for Enter`}
            checked={cut}
            onChange={(event) => setCut(event.currentTarget.checked)}
          />
        )}
        {!several && (
          <Checkbox
            size="xs"
            label={say`Do not ask again in this session`}
            checked={freely}
            onChange={(event) => setFreely(event.currentTarget.checked)}
          />
        )}
        <Group justify="space-between" gap="sm">
          <div>
            {edited === null && given.text.length <= EDITABLE && (
              <Button variant="default" onClick={() => setEdited(given.text)}>
                {say`Edit first`}
              </Button>
            )}
          </div>
          <Group gap="sm">
            <Button variant="default" data-autofocus={careful || undefined} onClick={no}>
              {say`Cancel`}
            </Button>
            <Button data-autofocus={!careful || undefined} onClick={yes}>
              {say`Paste ${count}`}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  )
}

function pasteWords({ text, removed, hidden }: Paste, bracketed: boolean): string {
  const lines = bracketed
    ? say`The program in the terminal is told that this is a paste. A shell waits for Enter before it runs it.`
    : say`Each line runs as soon as it is pasted, as if you had pressed Enter after it.`
  return [
    ...(text.includes('\n') ? [lines] : []),
    ...(text.length >= LARGE_PASTE
      ? [say`It has ${numberText(Math.round(text.length / 1e5) / 10)} million characters.`]
      : []),
    ...(removed > 0 ? [say`Control characters were taken out of it: ${removed}.`] : []),
    ...(hidden > 0
      ? [
          say`It has characters that are not seen, or turn the text around: ${hidden}. They are shown by their numbers.`,
        ]
      : []),
  ].join(' ')
}

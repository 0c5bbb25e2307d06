import { Button, Group, Stack, Textarea } from '@mantine/core'
import { say } from '../../contract/words/say.js'
import classes from './CopyByHand.module.css'
import { Dialog } from './Dialog.js'

/** What the clipboard refused, selected: the keys that copy go another way, which is always open. */
export function CopyByHand({ text, onClose }: { text: string; onClose: () => void }) {
  return (
    <Dialog title={say`Nothing was copied`} onClose={onClose}>
      <Stack gap="lg">
        <Textarea
          label={say`The clipboard refused. The text is selected: press Ctrl+C (⌘C on a Mac) to copy it.`}
          classNames={{ input: classes.text ?? '' }}
          value={text}
          readOnly
          autosize
          maxRows={12}
          data-autofocus
          spellCheck={false}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say`Close`}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

import { Button, Stack, Text } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { Dialog } from '../../ui/Dialog.js'
import { useStore } from '../store.js'
import { movePane, movePaneToWindow } from './move-window.js'
import { choosingWindow, type OtherWindow } from './other-windows.js'
import { findPane } from './terminals.js'

/** Asks to which window a pane goes. */
export function MoveSheet() {
  const choosing = useStore(choosingWindow)
  const pane = choosing === null ? undefined : findPane(choosing.paneId)
  if (choosing === null || pane === undefined) return null
  const close = () => choosingWindow.change(() => null)
  return (
    <Dialog title={say`Move ${pane.target.instanceName} to another window`} onClose={close}>
      <Stack gap="xs">
        {choosing.windows.length === 0 && <Text>{say`No other window of Latchkey is open.`}</Text>}
        {choosing.windows.map((window, index) => (
          <Button
            key={window.id}
            variant="default"
            justify="start"
            data-autofocus={index === 0 || undefined}
            onClick={() => {
              close()
              movePane(pane.id, window.id)
            }}
          >
            {windowWords(window)}
          </Button>
        ))}
        <Button
          variant="default"
          justify="start"
          onClick={() => {
            close()
            movePaneToWindow(pane.id)
          }}
        >
          {say`A new window`}
        </Button>
      </Stack>
    </Dialog>
  )
}

const SHOWN = 3

function windowWords({ names }: OtherWindow): string {
  if (names.length === 0) return say`The window without terminals`
  const more = names.length - SHOWN
  const shown = names.slice(0, SHOWN).join(', ')
  return more > 0 ? say`The window with ${shown} and ${more} more` : say`The window with ${shown}`
}

import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { openHostDialog } from './host-dialogs.js'

/** Opens the form for a host that is in no cloud. */
export function AddHostButton({ main = false }: { main?: boolean }) {
  return (
    <Button variant={main ? 'filled' : 'default'} onClick={() => openHostDialog({ kind: 'add' })}>
      {say`Add host`}
    </Button>
  )
}

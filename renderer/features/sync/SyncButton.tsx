import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { openSync } from './sync-store.js'

/** Opens the rules of which keys belong on which accounts, and the way to a plan. */
export function SyncButton() {
  return (
    <Button variant="default" onClick={() => openSync('plan')}>
      {say`Sync…`}
    </Button>
  )
}

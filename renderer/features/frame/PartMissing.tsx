import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { Notice } from '../../ui/Notice.js'
import { partMissing } from '../../ui/part.js'
import { rich } from '../../words/rich.js'
import { useStore } from '../store.js'

/** Says that a part of the window could not be read, as after an update beside it, and what helps. */
export function PartMissing() {
  if (!useStore(partMissing)) return null
  return (
    <Notice
      tone="danger"
      role="alert"
      actions={
        <Button variant="default" onClick={() => location.reload()}>
          {say`Reload`}
        </Button>
      }
    >
      {rich`${<strong>{say`A part of Latchkey could not be read.`}</strong>} It may have been updated while this window was open. Reload the window: open terminals go on.`}
    </Notice>
  )
}

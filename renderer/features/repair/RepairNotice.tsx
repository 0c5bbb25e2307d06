import { Button } from '@mantine/core'
import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { Notice } from '../../ui/Notice.js'
import { RepairSheet } from './RepairSheet.js'
import { countText } from './repair-words.js'

/** That something in the vault doesn't fit together, above the status bar, where no row moves for it. */
export function RepairNotice() {
  const count = useStream(api.repair.watch, undefined).value ?? 0
  const [open, setOpen] = useState(false)
  return (
    <>
      {count > 0 && (
        <Notice
          beside="above"
          role="status"
          actions={
            <Button variant="default" onClick={() => setOpen(true)}>
              {count === 1 ? say`Look at it` : say`Look at them`}
            </Button>
          }
        >
          {countText(count)}
        </Notice>
      )}
      {open && <RepairSheet onClose={() => setOpen(false)} />}
    </>
  )
}

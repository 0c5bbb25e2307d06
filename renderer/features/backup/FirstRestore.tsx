import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { useSettings } from '../settings/use-settings.js'
import { useStore } from '../store.js'
import { BringBack } from './BringBack.js'
import { type PendingRestore, pendingRestore } from './pending-restore.js'
import { RestoreSheet } from './RestoreSheet.js'
import { RunRestore } from './RunRestore.js'
import { countWords } from './restore-words.js'

/** On the first run: opens a backup, and says what will be restored once there is a vault. `beside`: another way to begin. */
export function FirstRestore({ beside }: { beside?: ReactNode }) {
  const [open, setOpen] = useState(false)
  const pending = useStore(pendingRestore)
  const set = (next: PendingRestore | null) => {
    pendingRestore.change(() => next)
    setOpen(false)
  }
  return (
    <>
      <Group gap="sm">
        {pending !== null && (
          <span role="status">
            {say`After that, Latchkey restores ${countWords(pending.rows)} from the backup of`}{' '}
            {timeText(pending.madeAt)}.
          </span>
        )}
        {pending !== null && (
          <Button variant="subtle" onClick={() => set(null)}>
            {say`Restore nothing`}
          </Button>
        )}
        {pending === null && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {say`Restore from a recovery kit or backup`}
          </Button>
        )}
        {pending === null && <BringBack />}
        {pending === null && beside}
      </Group>
      {open && (
        <RestoreSheet
          verb={say`Continue`}
          onChosen={({ id, madeAt, rows }, rowIds) =>
            set({ id, madeAt, rowIds, rows: rows.filter((row) => rowIds.includes(row.id)) })
          }
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Once there is a vault: restores what the first run has chosen. */
export function FinishFirstRestore() {
  const pending = useStore(pendingRestore)
  const { save } = useSettings()
  if (pending === null) return null
  const { id, rowIds } = pending
  const close = () => {
    pendingRestore.change(() => null)
    // Who has all that already needs nobody to lead the way.
    save.mutate((before) => ({ ...before, guide: 'done' }))
  }
  return <RunRestore chosen={{ id, rowIds }} onClose={close} />
}

import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { plural, say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { api } from '../../api/queries.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'

/** For a vault that nothing opens any more: away with it, without losing it, and on to the first run. */
export function SetAside() {
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const keys = useQuery(api.keys.list.queryOptions()).data ?? []
  const begin = async () => {
    await rpc.backup.setAside()
    // Not waited for: among them are streams, which have no end.
    void client.invalidateQueries()
  }
  return (
    <>
      <Group>
        <Button variant="default" onClick={() => setOpen(true)}>
          {say`Restore from a recovery kit or backup`}
        </Button>
      </Group>
      {open && (
        <ConfirmSheet
          title={say`Set this vault aside and make a new one?`}
          consequences={[
            say`The vault that can’t be opened now, with ${plural(keys.length, 'its key pair', 'its # key pairs')}, is put into a folder of its own under backups in the profile folder. Nothing is deleted, and what the keychain holds stays there.`,
            say`Latchkey then begins as on the first day: choose where keys are to be kept, and restore from the kit or a backup.`,
            say`A key pair that is in none of these stays in the old vault alone. To go back to it, choose “Bring back a copy of the profile” on the first screen, before a new vault is made.`,
          ]}
          verb={say`Set aside`}
          danger
          onConfirm={begin}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

import { Button } from '@mantine/core'
import { say } from '../../../contract/words/say.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { wantInstance } from '../instances/wanted-instance.js'
import { useStore } from '../store.js'
import { HostSheet } from './HostSheet.js'
import { hostDialog, openHostDialog } from './host-dialogs.js'
import { instanceIdOf } from './host-instance.js'
import { useHosts } from './host-queries.js'
import { ImportHostsSheet } from './ImportHostsSheet.js'
import { RemoveHostSheet } from './RemoveHostSheet.js'

const close = () => openHostDialog(null)

/** What is open of the user's own hosts. */
export function HostDialogs() {
  const dialog = useStore(hostDialog)
  const hosts = useHosts().data
  const instances = useInventoryQuery().data?.instances
  if (dialog === null) return null
  if (dialog.kind === 'add')
    return (
      <HostSheet
        from={dialog.from}
        aside={
          <Button variant="subtle" onClick={() => openHostDialog({ kind: 'import' })}>
            {say`Import from ~/.ssh/config…`}
          </Button>
        }
        onDone={({ id }) => {
          close()
          wantInstance(instanceIdOf(id))
        }}
        onClose={close}
      />
    )
  if (dialog.kind === 'import') return <ImportHostsSheet onClose={close} />
  const host = hosts?.find(({ id }) => id === dialog.id)
  if (host === undefined) return null
  if (dialog.kind === 'remove') return <RemoveHostSheet host={host} onClose={close} />
  const bound = instances?.find(({ id }) => id === instanceIdOf(host.id))?.boundKeyId ?? null
  return <HostSheet host={host} boundKeyId={bound} onDone={close} onClose={close} />
}

import { Button } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { useEffect } from 'react'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { OpenedFile } from '../../../contract/openings.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { Dialog } from '../../ui/Dialog.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { SheetFooter } from '../../ui/Sheet.js'
import { useGoTo } from '../frame/navigation.js'
import { hostDialog } from '../hosts/host-dialogs.js'
import { importOpened, openedFiles } from '../keys/import/opened-files.js'
import { useStore } from '../store.js'
import { InstanceOpening } from './InstanceOpening.js'
import { openingDone, openingStore, takeOpening } from './openings-store.js'
import { SshOpening } from './SshOpening.js'

/** What the system hands to Latchkey, one after the other, in the page that is in sight. `covered`: the vault is shut. */
export function Openings({ covered }: { covered: boolean }) {
  const waiting = useStream(api.openings.watch, undefined).value ?? 0
  const inSight = useDocumentVisibility() === 'visible'
  const opening = useStore(openingStore)
  useEffect(() => {
    if (waiting > 0 && inSight && !covered && opening === null) void takeOpening()
  }, [waiting, inSight, covered, opening])
  const importing = useStore(openedFiles).length > 0
  const addingHost = useStore(hostDialog) !== null
  if (opening === null) return null
  if (opening.kind === 'key-files') return <ToImport files={opening.files} />
  if (importing || addingHost) return null // what came before it is not done yet
  if (opening.kind === 'ssh') return <SshOpening opening={opening} onDone={openingDone} />
  if (opening.kind === 'instance')
    return <InstanceOpening instanceId={opening.instanceId} onDone={openingDone} />
  return <Refused problem={opening.problem} />
}

/** Key files have their preview under Keys. */
function ToImport({ files }: { files: OpenedFile[] }) {
  const goTo = useGoTo()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each of what was handed over
  useEffect(() => {
    goTo('keys')
    importOpened(files)
    openingDone()
  }, [files])
  return null
}

function Refused({ problem }: { problem: ErrorInfo }) {
  return (
    <Dialog title={say`This link can not be opened`} onClose={openingDone}>
      <ErrorMessage problem={problem} />
      <SheetFooter>
        <Button variant="default" onClick={openingDone} data-autofocus>
          {say`Close`}
        </Button>
      </SheetFooter>
    </Dialog>
  )
}

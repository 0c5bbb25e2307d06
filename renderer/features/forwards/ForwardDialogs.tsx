import { plural, say } from '../../../contract/words/say.js'
import { openBeside } from '../../terminal/open-beside.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useStore } from '../store.js'
import { deleteForward } from './delete-forward.js'
import { ForwardSheet } from './ForwardSheet.js'
import { forwardDialog, openForwardDialog } from './forward-dialogs.js'
import { promise, routeText, webAddress } from './forward-words.js'

/** Whatever sheet of the forwards is open. */
export function ForwardDialogs() {
  const dialog = useStore(forwardDialog)
  const close = () => openForwardDialog(null)
  if (dialog === null) return null
  if (dialog.kind === 'add')
    return <ForwardSheet forward={null} instanceId={dialog.instanceId} onClose={close} />
  const { forward } = dialog
  if (dialog.kind === 'edit')
    return <ForwardSheet forward={forward} instanceId={forward.instanceId} onClose={close} />
  if (dialog.kind === 'remove') {
    const { open } = forward.connections
    const cut =
      open === 0 ? [] : [say`${plural(open, '# open connection is cut.', '# open connections are cut.')}`]
    return (
      <ConfirmSheet
        title={
          forward.options.name === ''
            ? say`Delete this forward?`
            : say`Delete the forward ${forward.options.name}?`
        }
        consequences={[
          ...cut,
          say`${routeText(forward)} stops. Undo starts it again, but what is cut stays cut.`,
        ]}
        verb={say`Delete`}
        danger
        onConfirm={() => deleteForward(forward)}
        onClose={close}
      />
    )
  }
  const address = webAddress(forward)
  if (address === null) return null
  return (
    <ConfirmSheet
      title={say`Open ${address} in the browser?`}
      consequences={[
        promise(forward),
        say`The browser sends it the cookies that other services on localhost have set: browsers do not tell ports apart.`,
      ]}
      verb={say`Open`}
      onConfirm={async () => openBeside(address)}
      onClose={close}
    />
  )
}

import { rpc } from '../../api/client.js'
import { openBeside } from '../../terminal/open-beside.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useStore } from '../store.js'
import { ForwardSheet } from './ForwardSheet.js'
import { forwardDialog, openForwardDialog } from './forward-dialogs.js'
import { promise, routeText, runs, webAddress } from './forward-words.js'

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
      open === 0 ? [] : [open === 1 ? '1 open connection is cut.' : `${open} open connections are cut.`]
    return (
      <ConfirmSheet
        title={`Delete ${forward.options.name === '' ? 'this forward' : `the forward ${forward.options.name}`}?`}
        consequences={[...cut, `${routeText(forward)} ${runs(forward) ? 'stops, and ' : ''}is forgotten.`]}
        verb="Delete"
        danger
        onConfirm={() => rpc.forwards.remove({ id: forward.id })}
        onClose={close}
      />
    )
  }
  const address = webAddress(forward)
  if (address === null) return null
  return (
    <ConfirmSheet
      title={`Open ${address} in the browser?`}
      consequences={[
        promise(forward),
        'The browser sends it the cookies that other services on localhost have set: browsers do not tell ports apart.',
      ]}
      verb="Open"
      onConfirm={async () => openBeside(address)}
      onClose={close}
    />
  )
}

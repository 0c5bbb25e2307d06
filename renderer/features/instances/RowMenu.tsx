import { useState } from 'react'
import { say } from '../../../contract/words/say.js'
import { type MenuItem, PaneMenu } from '../../terminal/PaneMenu.js'
import { ConnectionSheet } from '../connection/ConnectionSheet.js'
import { openFiles } from '../files/files-store.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import { tableKeys } from '../help/written-keys.js'
import { nameHost } from '../nameplates/nameplate-sheet.js'
import { bindTo, connectTo, unbindFrom } from './actions.js'
import { mainAction, sshText } from './instance-words.js'
import { readAgain } from './inventory-query.js'
import type { InstanceRow } from './rows.js'

interface Props {
  row: InstanceRow
  /** px in the window. */
  at: { x: number; y: number }
  onDetails: () => void
  onClose: () => void
}

/** What can be done with one instance: the right button, or the menu key on its row. */
export function RowMenu({ row: { instance, disabled }, at, onDetails, onClose }: Props) {
  const [connecting, setConnecting] = useState(false)
  const [before] = useState(() => document.activeElement)
  const { id, name, state } = instance
  const target = { instanceId: id, instanceName: name }
  const action = mainAction(instance, disabled)
  const gone = state === 'gone'
  const [best] = instance.ssh
  const address = best === undefined ? instance.addresses[0] : sshText(best)
  const back = () => {
    onClose()
    if (before instanceof HTMLElement && before.isConnected) before.focus()
  }
  const groups: MenuItem[][] = [
    [
      {
        label: say`Connect`,
        keys: tableKeys.open,
        disabled: action.kind !== 'connect',
        onPick: () => connectTo(instance),
      },
      { label: say`Browse files`, disabled: action.kind !== 'connect', onPick: () => openFiles(target) },
      {
        label: say`Forward a port…`,
        disabled: gone,
        onPick: () => openForwardDialog({ kind: 'add', instanceId: id }),
      },
    ],
    [
      { label: say`Bind…`, disabled: disabled || gone, onPick: () => bindTo(instance) },
      { label: say`Unbind…`, disabled, onPick: () => unbindFrom(instance) },
      { label: say`Connection…`, onPick: () => setConnecting(true) },
    ],
    [
      { label: say`Name and colour…`, onPick: () => nameHost(target) },
      {
        label: say`Copy address`,
        disabled: address === undefined,
        onPick: () => void navigator.clipboard.writeText(address ?? ''),
      },
      { label: say`Details`, keys: tableKeys.details, onPick: onDetails },
    ],
  ]
  if (connecting)
    return (
      <ConnectionSheet
        instanceId={id}
        instanceName={name}
        onSaved={() => {
          back()
          void readAgain([instance.accountId])
        }}
        onClose={back}
      />
    )
  return <PaneMenu at={at} groups={groups} label={name} onClose={back} />
}

import { useRef, useState } from 'react'
import { instanceLink } from '../../../contract/openings.js'
import { say } from '../../../contract/words/say.js'
import { type MenuItem, PaneMenu } from '../../terminal/PaneMenu.js'
import { copyAndTell } from '../../ui/copy.js'
import { ConnectionSheet } from '../connection/ConnectionSheet.js'
import { openFiles } from '../files/files-store.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import { tableKeys } from '../help/written-keys.js'
import { useShowInMap } from '../map/use-show-in-map.js'
import { nameHost } from '../nameplates/nameplate-sheet.js'
import { RecoverySheet } from '../recovery/RecoverySheet.js'
import { bindTo, connectTo, unbindFrom } from './actions.js'
import { mainAction, sshText } from './instance-words.js'
import { readAgain } from './inventory-query.js'
import { changePower } from './power.js'
import type { InstanceRow } from './rows.js'
import { StopSheet } from './StopSheet.js'

type Sheet = 'connection' | 'recovery' | 'stop'

interface Props {
  row: InstanceRow
  /** A key is being bound to it. */
  binding: boolean
  /** px in the window. */
  at: { x: number; y: number }
  /** On a row of the table. The details themselves have what is done most as buttons, and the menu the rest. */
  onDetails?: () => void
  onClose: () => void
}

/** What can be done with one instance: the right button, the menu key on its row, or More in its details. */
export function RowMenu({ row: { instance, disabled }, binding, at, onDetails, onClose }: Props) {
  const [sheet, setSheet] = useState<Sheet | null>(null)
  // The menu closes after each pick; what has a sheet goes on in that.
  const goesOn = useRef(false)
  const openSheet = (picked: Sheet) => {
    goesOn.current = true
    setSheet(picked)
  }
  const [before] = useState(() => document.activeElement)
  const showInMap = useShowInMap({ of: 'instances', id: instance.id })
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
  const most: MenuItem[] = [
    {
      label: say`Connect`,
      keys: tableKeys.open,
      disabled: action.kind !== 'connect',
      onPick: () => connectTo(instance),
    },
    { label: say`Browse files`, disabled: action.kind !== 'connect', onPick: () => openFiles(target) },
    { label: say`Bind…`, disabled: disabled || gone, onPick: () => bindTo(instance) },
  ]
  const groups: MenuItem[][] = [
    onDetails === undefined ? [] : most,
    [
      { label: say`Connection…`, onPick: () => openSheet('connection') },
      {
        label: say`Forward a port…`,
        disabled: disabled || gone,
        onPick: () => openForwardDialog({ kind: 'add', instanceId: id }),
      },
      { label: say`No key opens this…`, disabled: disabled || gone, onPick: () => openSheet('recovery') },
    ],
    disabled || binding ? [] : power(),
    [
      { label: say`Name and colour…`, onPick: () => nameHost(target) },
      {
        label: say`Copy address`,
        disabled: address === undefined,
        onPick: () => void copyAndTell(address ?? ''),
      },
      { label: say`Copy link`, onPick: () => void copyAndTell(instanceLink(id)) },
      { label: say`Show in map`, onPick: showInMap },
      ...(onDetails === undefined
        ? []
        : [{ label: say`Details`, keys: tableKeys.details, onPick: onDetails }]),
    ],
    [{ label: say`Unbind…`, disabled, danger: true, onPick: () => unbindFrom(instance) }],
  ]
  function power(): MenuItem[] {
    if (state === 'stopped') return [{ label: say`Start`, onPick: () => changePower(instance, 'running') }]
    return state === 'running' ? [{ label: say`Stop…`, danger: true, onPick: () => openSheet('stop') }] : []
  }
  if (sheet === 'connection')
    return (
      <ConnectionSheet
        {...target}
        onSaved={() => {
          back()
          void readAgain([instance.accountId])
        }}
        onClose={back}
      />
    )
  if (sheet === 'recovery') return <RecoverySheet {...target} onClose={back} />
  if (sheet === 'stop') return <StopSheet instance={instance} onClose={back} />
  return <PaneMenu at={at} groups={groups} label={name} onClose={() => goesOn.current || back()} />
}

import type { MouseEvent } from 'react'
import { say } from '../../../contract/words/say.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { HostName } from '../nameplates/HostMark.js'
import { bindTo, connectTo } from './actions.js'
import { InstanceStateDot } from './InstanceStateDot.js'
import { addressParts, mainAction, stateWord } from './instance-words.js'
import classes from './instances.module.css'
import { KeyCell } from './KeyCell.js'
import { ACCOUNT_DISABLED, type InstanceRow } from './rows.js'

/** The columns of the instances table. `now` in ms, for ages; `binding`: the instances that a key is being bound to. */
export function instanceColumns(now: number, binding: ReadonlySet<string>): Column<InstanceRow>[] {
  return [
    {
      id: 'name',
      header: say`Name`,
      width: 'minmax(100px, 1.6fr)',
      value: ({ instance }) => instance.name,
      cell: ({ instance, plate }) => (
        <span className={classes.name}>
          <HostName name={instance.name} plate={plate} />
        </span>
      ),
    },
    {
      id: 'state',
      header: say`State`,
      width: 'minmax(108px, 132px)',
      value: ({ instance, disabled }) =>
        disabled
          ? ACCOUNT_DISABLED
          : instance.ownHost === undefined
            ? stateWord(instance.state)
            : say`own host`,
      cell: ({ instance, disabled }) => (
        <InstanceStateDot instance={instance} binding={binding.has(instance.id)} disabled={disabled} />
      ),
    },
    {
      id: 'address',
      header: say`Addresses`,
      width: 'minmax(196px, 1.4fr)',
      // The button that connects must be in sight, also beside the files.
      hideBelow: 670,
      value: ({ instance }) => addressParts(instance)?.host ?? '',
      cell: ({ instance }) => <AddressCell instance={instance} />,
    },
    {
      id: 'key',
      header: say`Key`,
      width: 'minmax(100px, 2fr)',
      value: ({ key }) => (key === null ? '' : `${key.grade === 'proven' ? 0 : 1} ${key.name}`),
      cell: ({ key }) => <KeyCell trust={key} now={now} />,
    },
    {
      id: 'account',
      header: say`Account`,
      width: 'minmax(90px, 1fr)',
      hideBelow: 820,
      value: ({ accountName }) => accountName,
    },
    {
      id: 'zone',
      header: say`Zone`,
      width: 'minmax(96px, 0.8fr)',
      hideBelow: 920,
      value: ({ instance }) => instance.zone,
    },
    {
      id: 'os',
      header: say`Operating system`,
      width: 'minmax(130px, 1.2fr)',
      hideBelow: 1100,
      value: ({ instance }) => instance.os,
    },
    {
      id: 'tags',
      header: say`Tags`,
      width: 'minmax(100px, 1fr)',
      extra: true,
      value: ({ instance }) => instance.tags?.join(', ') ?? '',
      cell: ({ instance }) => <span title={instance.tags?.join('\n')}>{instance.tags?.join(', ')}</span>,
    },
    {
      id: 'user',
      header: say`Login user`,
      width: 'minmax(90px, 0.6fr)',
      extra: true,
      value: ({ instance }) => instance.user,
    },
    {
      id: 'action',
      header: say`Action`,
      width: trackFor(80, [say`Connect`, say`Bind…`]),
      value: ({ instance, disabled }) => mainAction(instance, disabled).kind,
      cell: (row) => <RowAction row={row} />,
    },
  ]
}

const IPV4_LENGTH = 15

/** Where SSH goes first, and how many more addresses there are. A long host is cut, its port never. */
function AddressCell({ instance }: { instance: InstanceRow['instance'] }) {
  const parts = addressParts(instance)
  if (parts === null) return <span className={classes.dim}>{say`none`}</span>
  return (
    <span className={classes.address} title={instance.addresses.join('\n')}>
      {parts.host.length > IPV4_LENGTH ? <span className={classes.cut}>{parts.host}</span> : parts.host}
      {parts.port}
      {parts.more > 0 && <span className={classes.more}>+{parts.more}</span>}
    </span>
  )
}

/** For the mouse: the keyboard has Enter on the row. A plain button, because a fast scroll makes hundreds of them. */
function RowAction({ row: { instance, disabled } }: { row: InstanceRow }) {
  const action = mainAction(instance, disabled)
  if (action.kind === 'none') return null
  const connects = action.kind === 'connect'
  const act = (event: MouseEvent) => {
    event.stopPropagation()
    if (event.detail > 1) return // the rest of a double click: one terminal is enough
    if (connects) connectTo(instance)
    else bindTo(instance)
  }
  return (
    <button
      type="button"
      className={classes.action}
      data-connects={connects || undefined}
      tabIndex={-1}
      aria-label={connects ? say`Connect to ${instance.name}` : say`Bind a key to ${instance.name}`}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {connects ? say`Connect` : say`Bind…`}
    </button>
  )
}

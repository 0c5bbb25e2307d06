import type { MouseEvent } from 'react'
import type { Column } from '../../ui/DataTable.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { bindTo, connectTo } from './actions.js'
import { mainAction, sshText, stateTone } from './instance-words.js'
import classes from './instances.module.css'
import { KeyCell } from './KeyCell.js'
import type { InstanceRow } from './rows.js'

/** The columns of the instances table. `now` in ms, for ages. */
export function instanceColumns(now: number): Column<InstanceRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(110px, 2fr)',
      value: ({ instance }) => instance.name,
      cell: ({ instance }) => <span className={classes.name}>{instance.name}</span>,
    },
    {
      id: 'state',
      header: 'State',
      width: '104px',
      value: ({ instance }) => instance.state,
      cell: ({ instance }) => <StatusDot tone={stateTone(instance.state)}>{instance.state}</StatusDot>,
    },
    {
      id: 'address',
      header: 'Addresses',
      width: 'minmax(120px, 1.5fr)',
      value: ({ instance }) => addressText(instance),
      cell: ({ instance }) => (
        <span className={classes.mono} title={instance.addresses.join('\n')}>
          {addressText(instance) || <span className={classes.dim}>none</span>}
        </span>
      ),
    },
    {
      id: 'key',
      header: 'Key',
      width: 'minmax(200px, 2.4fr)',
      value: ({ key }) => (key === null ? '' : `${key.grade === 'proven' ? 0 : 1} ${key.name}`),
      cell: ({ key }) => <KeyCell trust={key} now={now} />,
    },
    {
      id: 'account',
      header: 'Account',
      width: 'minmax(100px, 1.4fr)',
      hideBelow: 900,
      value: ({ accountName }) => accountName,
    },
    { id: 'zone', header: 'Zone', width: '90px', hideBelow: 1000, value: ({ instance }) => instance.zone },
    {
      id: 'os',
      header: 'Operating system',
      width: 'minmax(130px, 1fr)',
      hideBelow: 1100,
      value: ({ instance }) => instance.os,
    },
    {
      id: 'action',
      header: 'Action',
      width: '96px',
      value: ({ instance }) => mainAction(instance).kind,
      cell: ({ instance }) => <RowAction instance={instance} />,
    },
  ]
}

/** Where SSH goes first, then how many more addresses there are. */
function addressText({ ssh, addresses }: InstanceRow['instance']): string {
  const [best] = ssh
  const first = best === undefined ? addresses[0] : sshText(best)
  if (first === undefined) return ''
  const more = addresses.filter((address) => address !== (best?.host ?? first)).length
  return more === 0 ? first : `${first} +${more}`
}

/** For the mouse: the keyboard has Enter on the row. A plain button, because a fast scroll makes hundreds of them. */
function RowAction({ instance }: { instance: InstanceRow['instance'] }) {
  const action = mainAction(instance)
  if (action.kind === 'none') return null
  const connects = action.kind === 'connect'
  const act = (event: MouseEvent) => {
    event.stopPropagation()
    if (connects) connectTo(instance)
    else bindTo(instance)
  }
  return (
    <button
      type="button"
      className={classes.action}
      data-connects={connects || undefined}
      tabIndex={-1}
      aria-label={connects ? `Connect to ${instance.name}` : `Bind a key to ${instance.name}`}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {connects ? 'Connect' : 'Bind…'}
    </button>
  )
}

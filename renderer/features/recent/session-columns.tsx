import type { MouseEvent } from 'react'
import { say } from '../../../contract/words/say.js'
import { ageText, timeText } from '../../ui/age.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from '../instances/instances.module.css'
import { HostName } from '../nameplates/HostMark.js'
import type { Nameplates } from '../nameplates/use-nameplates.js'
import type { SessionRow } from './session-rows.js'

const labels = { show: say`Show`, end: say`End…`, connect: say`Connect` } as const

/** The columns of the sessions. `now` in ms, for ages; `onAct`: the button of a row. */
export function sessionColumns(
  now: number,
  onAct: (row: SessionRow) => void,
  plates: Nameplates,
): Column<SessionRow>[] {
  return [
    {
      id: 'instance',
      header: say`Instance`,
      width: 'minmax(100px, 1.2fr)',
      value: ({ instanceName }) => instanceName,
      cell: ({ instanceId, instanceName }) => (
        <span className={classes.name}>
          <HostName name={instanceName} plate={plates.get(instanceId)} />
        </span>
      ),
    },
    {
      id: 'state',
      header: say`Session`,
      width: 'minmax(130px, 2fr)',
      value: ({ words }) => words.word,
      cell: ({ words: { tone, word, more } }) => (
        <span title={more}>
          <StatusDot tone={tone}>{word}</StatusDot> <span className={classes.dim}>{more}</span>
        </span>
      ),
    },
    {
      id: 'target',
      header: say`User and address`,
      width: 'minmax(150px, 1.4fr)',
      value: ({ target }) => target,
      cell: ({ target }) => <span className={classes.mono}>{target}</span>,
    },
    {
      id: 'key',
      header: say`Key`,
      width: 'minmax(90px, 1fr)',
      hideBelow: 760,
      value: ({ keyName }) => keyName,
    },
    {
      id: 'at',
      header: say`When`,
      width: '110px',
      value: ({ at }) => at,
      cell: ({ at }) => <span title={timeText(at)}>{ageText(at, now)}</span>,
    },
    {
      id: 'action',
      header: say`Action`,
      width: trackFor(80, Object.values(labels)),
      value: ({ action }) => action.kind,
      cell: (row) => <RowAction row={row} onAct={onAct} />,
    },
  ]
}

/** For the mouse: the keyboard has Enter on the row. */
function RowAction({ row, onAct }: { row: SessionRow; onAct: (row: SessionRow) => void }) {
  const { action, instanceName } = row
  if (action.kind === 'none')
    return (
      <span className={classes.dim} title={action.reason}>
        {action.reason}
      </span>
    )
  const act = (event: MouseEvent) => {
    event.stopPropagation()
    if (event.detail <= 1) onAct(row)
  }
  return (
    <button
      type="button"
      className={classes.action}
      data-connects={action.kind !== 'end' || undefined}
      tabIndex={-1}
      aria-label={`${labels[action.kind]} ${instanceName}`}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {labels[action.kind]}
    </button>
  )
}

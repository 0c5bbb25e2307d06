import type { MouseEvent } from 'react'
import type { Forward } from '../../../contract/forwards.js'
import { say, sayAs } from '../../../contract/words/say.js'
import { byteText } from '../../ui/byte-text.js'
import type { Column } from '../../ui/column.js'
import { trackFor } from '../../ui/column-layout.js'
import { StatusDot } from '../../ui/StatusDot.js'
import classes from '../instances/instances.module.css'
import { routeText, runs, stateWords } from './forward-words.js'
import looks from './forwards.module.css'

/** The columns of the forwards; `onAct`: the button of a row. */
export function forwardColumns(onAct: (forward: Forward) => void): Column<Forward>[] {
  return [
    {
      id: 'route',
      header: say`Forward`,
      width: 'minmax(240px, 3fr)',
      value: ({ options, ...told }) => `${options.name}\n${routeText({ options, ...told })}`,
      cell: (forward) => (
        <span title={routeText(forward)}>
          {forward.options.name !== '' && <span className={classes.name}>{forward.options.name} </span>}
          <span className={classes.mono}>{routeText(forward)}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: say`State`,
      width: 'minmax(84px, 1.5fr)',
      value: (forward) => stateWords(forward).word,
      cell: (forward) => <State {...stateWords(forward)} />,
    },
    {
      id: 'connections',
      header: sayAs('connections')`Open`,
      width: trackFor(70, [sayAs('connections')`Open`]),
      hideBelow: 700,
      value: ({ connections }) => connections.open,
      cell: ({ connections, state }) => state === 'up' && connections.open,
    },
    {
      id: 'bytes',
      header: say`In and out`,
      width: '150px',
      hideBelow: 760,
      value: ({ bytes }) => bytes.in + bytes.out,
      cell: ({ bytes }) =>
        bytes.in + bytes.out > 0 && (
          <span title={say`To this computer, and from it`}>
            {say`${byteText(bytes.in)} in, ${byteText(bytes.out)} out`}
          </span>
        ),
    },
    {
      id: 'action',
      header: say`Action`,
      width: trackFor(72, [say`Start`, say`Stop`]),
      value: (forward) => (runs(forward) ? say`Stop` : say`Start`),
      cell: (forward) => <RowAction forward={forward} onAct={onAct} />,
    },
  ]
}

function State({ tone, word, more }: ReturnType<typeof stateWords>) {
  return (
    <span title={more}>
      <StatusDot tone={tone}>{word}</StatusDot> <span className={looks.more}>{more}</span>
    </span>
  )
}

/** For the mouse: the keyboard has Enter on the row. */
function RowAction({ forward, onAct }: { forward: Forward; onAct: (forward: Forward) => void }) {
  const word = runs(forward) ? say`Stop` : say`Start`
  const act = (event: MouseEvent) => {
    event.stopPropagation()
    if (event.detail <= 1) onAct(forward)
  }
  return (
    <button
      type="button"
      className={classes.action}
      data-connects={word === 'Start' || undefined}
      tabIndex={-1}
      aria-label={`${word} ${forward.options.name || routeText(forward)}`}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {word}
    </button>
  )
}

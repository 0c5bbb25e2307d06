import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { say } from '../../../contract/words/say.js'
import lists from '../../ui/lists.module.css'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import { HopLine } from './HopLine.js'
import type { Pane } from './panes.js'
import { phaseLines } from './phases.js'
import classes from './SessionPane.module.css'

/** The steps of a first connection, over the terminal that has nothing to show yet. */
export function ConnectingView({ pane }: { pane: Pane }) {
  const { hops = [], proxy, target } = pane.session ?? {}
  const isThrough = hops.every(({ state }) => state === 'open')
  return (
    <div className={classes.connecting}>
      <ol className={`${lists.plain} ${classes.phases}`}>
        {proxy !== undefined && <li data-state="done">{say`Through the ${hear(proxy)}`}</li>}
        {hops.map((hop) => (
          <HopLine key={hop.instanceId} hop={hop} />
        ))}
        {hops.length > 0 && <li data-state={isThrough ? 'running' : 'waiting'}>{target}</li>}
        {phaseLines(isThrough ? (pane.session?.phase ?? null) : null).map(({ phase, label, state }) => (
          <li key={phase} data-state={state} aria-current={state === 'running' ? 'step' : undefined}>
            {state === 'done' ? (
              <IconCheck size={12} aria-hidden />
            ) : (
              <StatusDot tone={state === 'running' ? 'busy' : 'idle'}>{''}</StatusDot>
            )}
            {label}
            {state === 'done' && <VisuallyHidden>{say`: done`}</VisuallyHidden>}
          </li>
        ))}
      </ol>
    </div>
  )
}

import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import lists from '../../ui/lists.module.css'
import { StatusDot } from '../../ui/StatusDot.js'
import type { Pane } from './panes.js'
import { phaseLines } from './phases.js'
import classes from './SessionPane.module.css'

/** The steps of a first connection, over the terminal that has nothing to show yet. */
export function ConnectingView({ pane }: { pane: Pane }) {
  return (
    <div className={classes.connecting}>
      <ol className={`${lists.plain} ${classes.phases}`}>
        {phaseLines(pane.session?.phase ?? null).map(({ phase, label, state }) => (
          <li key={phase} data-state={state} aria-current={state === 'running' ? 'step' : undefined}>
            {state === 'done' ? (
              <IconCheck size={12} aria-hidden />
            ) : (
              <StatusDot tone={state === 'running' ? 'busy' : 'idle'}>{''}</StatusDot>
            )}
            {label}
            {state === 'done' && <VisuallyHidden>: done</VisuallyHidden>}
          </li>
        ))}
      </ol>
    </div>
  )
}

import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { StatusDot } from '../../ui/StatusDot.js'
import { phaseLines } from './phases.js'
import classes from './SessionPane.module.css'
import type { Tab } from './tabs.js'

/** The steps of a first connection, over the terminal that has nothing to show yet. */
export function ConnectingView({ tab }: { tab: Tab }) {
  return (
    <div className={classes.connecting}>
      <ol className={classes.phases}>
        {phaseLines(tab.session?.phase ?? null).map(({ phase, label, state }) => (
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

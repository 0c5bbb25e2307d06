import { VisuallyHidden } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { HopStatus } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { phaseLabel } from './phases.js'

/** A host on the way, and how far its own login is, or where it failed. */
export function HopLine({ hop }: { hop: HopStatus }) {
  const { name, target, state, phase } = hop
  const lineState = { waiting: 'waiting', connecting: 'running', open: 'done', failed: 'failed' }[state]
  return (
    <li data-state={lineState} aria-current={state === 'connecting' ? 'step' : undefined}>
      <Mark state={state} />
      <span>
        {phase === null
          ? say`Through ${name} (${target})`
          : say`Through ${name} (${target}): ${phaseLabel(phase)}`}
      </span>
      {(state === 'open' || state === 'failed') && (
        <VisuallyHidden>{state === 'open' ? say`: done` : say`: failed`}</VisuallyHidden>
      )}
    </li>
  )
}

function Mark({ state }: Pick<HopStatus, 'state'>) {
  if (state === 'open') return <IconCheck size={12} aria-hidden />
  if (state === 'failed') return <IconX size={12} aria-hidden />
  return <StatusDot tone={state === 'connecting' ? 'busy' : 'idle'}>{''}</StatusDot>
}

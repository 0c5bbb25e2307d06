import { useInterval } from '@mantine/hooks'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { BindJob } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { hear } from '../../words/language.js'
import { stepDuration } from './bind-words.js'
import classes from './bindings.module.css'

type Step = BindJob['steps'][number]

/** The steps of a binding: state, what they do, how long they took. */
export function JobSteps({ steps }: { steps: Step[] }) {
  const [now, setNow] = useState(Date.now)
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  return (
    <ol className={classes.jobSteps}>
      {steps.map((step) => (
        <li
          key={step.name}
          data-state={step.state}
          aria-current={step.state === 'running' ? 'step' : undefined}
        >
          <StepMark state={step.state} />
          <span className={classes.label}>
            {hear(step.label)}
            {step.detail !== undefined && <span className={classes.dim}> {hear(step.detail)}</span>}
          </span>
          <span className={classes.duration}>{stepDuration(step, now)}</span>
        </li>
      ))}
    </ol>
  )
}

function StepMark({ state }: { state: Step['state'] }) {
  if (state === 'done') return <IconCheck size={14} aria-label={say`Done`} className={classes.done} />
  if (state === 'failed') return <IconX size={14} aria-label={say`Failed`} className={classes.failed} />
  if (state === 'skipped') return <IconMinus size={14} aria-label={say`Skipped`} />
  return <StatusDot tone={state === 'running' ? 'busy' : 'idle'}>{''}</StatusDot>
}

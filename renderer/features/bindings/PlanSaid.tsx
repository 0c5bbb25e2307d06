import { IconAlertTriangle } from '@tabler/icons-react'
import type { BindPlan, PlannedTarget } from '../../../contract/bindings.js'
import { plural, say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'
import classes from './bindings.module.css'
import { counted, groupPlans, groupProblems, type Naming, type SaidOf } from './many-words.js'

interface Props {
  /** What is planned for each, and what nothing can be done to. */
  targets: PlannedTarget[]
  naming: Naming
}

/** What would happen to each instance, said once where it is the same; of one alone the steps too. */
export function PlanSaid({ targets, naming }: Props) {
  const plans = targets.flatMap(({ plan }) => plan ?? [])
  const [only] = targets.length === 1 ? plans : []
  return (
    <div className={classes.plan} aria-live="polite">
      {plans.length > 0 && <h3>{say`What will happen`}</h3>}
      {groupPlans(targets, naming).map((said) => (
        <Said key={said.ids.join()} said={said} count={plans.length} alone={targets.length === 1} />
      ))}
      {targets.length > 1 && <LeftAlone groups={groupProblems(targets, naming)} />}
      {plans.length > 1 && (
        <p className={classes.dim}>
          {say`They are worked on side by side. Each has its own result; one that fails leaves the others alone.`}
        </p>
      )}
      {only !== undefined && <Steps plan={only} />}
    </div>
  )
}

interface SaidProps {
  said: SaidOf
  /** Of all that something will happen to. */
  count: number
  alone: boolean
}

function Said({ said: { names, consequences, warnings }, count, alone }: SaidProps) {
  return (
    <section>
      {!alone &&
        (names.length === 0 ? (
          <strong>{say`All ${plural(count, '# instance', '# instances')}`}</strong>
        ) : (
          <Names names={names} />
        ))}
      <ul className={classes.consequences}>
        {consequences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <ul className={classes.warnings}>
          {warnings.map((sentence) => (
            <li key={sentence}>
              <IconAlertTriangle size={16} aria-label={say`Warning`} />
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Steps({ plan }: { plan: BindPlan }) {
  return (
    <section>
      <h3>{rich`Steps ${<span className={classes.dim}>{hear(plan.way)}</span>}`}</h3>
      <ol className={classes.steps}>
        {plan.steps.map((step) => (
          <li key={step.name}>{hear(step.label)}</li>
        ))}
      </ol>
    </section>
  )
}

function LeftAlone({ groups }: { groups: SaidOf[] }) {
  if (groups.length === 0) return null
  return (
    <section>
      <h3>{say`Left as they are`}</h3>
      <ul className={classes.consequences}>
        {groups.map(({ names, ids, consequences }) => (
          <li key={ids.join()}>
            <Names names={names} /> {consequences.join(' ')}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Names({ names }: { names: string[] }) {
  return (
    <p className={classes.names}>
      <strong>{names.join(', ')}</strong>
      {names.length > 1 && <span className={classes.dim}> {counted(names.length)}</span>}
    </p>
  )
}

import { Select } from '@mantine/core'
import type { BindPlan } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import classes from './bindings.module.css'
import type { BindTarget, EachHow } from './binds.js'
import { LoginUserField } from './LoginUserField.js'
import { loginOf, loginValue, useLoginOptions } from './login-options.js'
import { useInstanceLabels } from './use-instance-labels.js'
import type { OnWrong } from './wrong-fields.js'

interface Props {
  instances: BindTarget['instances']
  /** Those over SSH. */
  plans: BindPlan[]
  each: EachHow[]
  /** Who was chosen to log in everywhere. */
  asUser: string | undefined
  onChange(change: (each: EachHow[]) => EachHow[]): void
  onWrong: OnWrong
}

/** Who logs in to each instance and with what, where one differs from the others. */
export function EachInstance({ instances, plans, each, asUser, onChange, onWrong }: Props) {
  const labelOf = useInstanceLabels(instances)
  const change = (next: EachHow) => {
    const isSet = next.user !== undefined || next.login !== undefined
    onChange((now) => [
      ...now.filter(({ instanceId }) => instanceId !== next.instanceId),
      ...(isSet ? [next] : []),
    ])
  }
  // Also one that can't be done as it was chosen.
  const shown = instances.flatMap(({ id: instanceId }) => {
    const plan = plans.find((one) => one.instanceId === instanceId)
    const own = each.find((one) => one.instanceId === instanceId)
    return plan === undefined && own === undefined ? [] : [{ plan, own: own ?? { instanceId } }]
  })
  return (
    <details className={classes.more} open={each.length > 0 || undefined}>
      <summary>{say`Each instance by itself`}</summary>
      <ul className={classes.each}>
        {shown.map(({ plan, own }) => (
          <One
            key={own.instanceId}
            label={labelOf(own.instanceId)}
            proposedUser={plan?.user}
            own={own}
            asUser={asUser}
            onChange={change}
            onWrong={onWrong}
          />
        ))}
      </ul>
    </details>
  )
}

interface OneProps {
  label: string
  proposedUser: string | undefined
  own: EachHow
  asUser: string | undefined
  onChange(own: EachHow): void
  onWrong: OnWrong
}

function One({ label, proposedUser, own, asUser, onChange, onWrong }: OneProps) {
  const data = useLoginOptions()
  return (
    <li>
      <strong>{label}</strong>
      <LoginUserField
        field={say`user of ${own.instanceId}`}
        aria-label={say`Login user of ${label}`}
        placeholder={proposedUser}
        user={own.user}
        onChange={(user) => onChange({ ...own, user })}
        onWrong={onWrong}
      />
      <Select
        aria-label={say`What logs in to ${label}`}
        data={[{ value: 'all', label: say`As for all` }, ...data]}
        value={loginValue(own.login) ?? 'all'}
        onChange={(value) =>
          onChange({
            ...own,
            login: value === null || value === 'all' ? undefined : loginOf(value, asUser),
          })
        }
        allowDeselect={false}
        searchable={data.length > 8}
      />
    </li>
  )
}

import { SegmentedControl, Select, Stack } from '@mantine/core'
import { type BindPlan, BindWay, type PlannedTarget, type WantedLogin } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { SecretInput } from '../../ui/SecretInput.js'
import type { BindHow, BindTarget, ChangeHow } from './binds.js'
import { EachInstance } from './EachInstance.js'
import { loginOf, loginValue, useLoginOptions } from './login-options.js'
import { counted } from './many-words.js'
import { SshOptions } from './SshOptions.js'
import { useInstanceLabels } from './use-instance-labels.js'
import type { OnWrong } from './wrong-fields.js'

interface Props {
  target: BindTarget
  how: BindHow
  onChange: ChangeHow
  /** As the host plans it now. */
  targets: PlannedTarget[]
  password: string
  onPassword(password: string): void
  onWrong: OnWrong
}

/** As they are chosen between. */
const wayNames: Record<BindWay, string> = { cloud: say`The cloud’s own way`, ssh: say`Over SSH` }

/** Which way to bind or unbind, where there are several, and what the way over SSH needs. */
export function BindWays({ target, how, onChange, targets, password, onPassword, onWrong }: Props) {
  const { action, instances } = target
  const plans = targets.flatMap(({ plan }) => plan ?? [])
  const [only] = instances.length === 1 ? plans : []
  const alone = instances.length === 1
  const overSsh = plans.filter(({ by }) => by === 'ssh')
  const takesLogin = overSsh.some(({ login }) => login?.kind === 'password')
  const passwordField = (
    <PasswordField target={target} plans={overSsh} how={how} value={password} onChange={onPassword} />
  )
  const isSsh = how.by === 'ssh' || (how.by === undefined && overSsh.length > 0)
  return (
    <Stack gap="sm">
      <WayChoice action={action} how={how} onChange={onChange} plans={plans} alone={alone} />
      {isSsh && (
        <>
          <LoginChoice
            login={how.login ?? only?.login ?? undefined}
            proposes={!alone}
            onChange={(login) => onChange((now) => ({ ...now, login, ...(alone && { by: 'ssh' }) }))}
          />
          {takesLogin && passwordField}
          <SshOptions
            hasLimits={action === 'bind'}
            proposedUser={only?.login?.user}
            how={how}
            onChange={(change) => onChange((now) => ({ ...change(now), ...(alone && { by: 'ssh' }) }))}
            onWrong={onWrong}
          />
          {!alone && (
            <EachInstance
              instances={instances}
              plans={overSsh}
              each={how.each ?? []}
              asUser={how.login?.user}
              onChange={(change) => onChange((now) => ({ ...now, each: change(now.each ?? []) }))}
              onWrong={onWrong}
            />
          )}
          {/* Comes when another user is typed above: nothing there is to move away from under a click. */}
          {!takesLogin && passwordField}
        </>
      )}
    </Stack>
  )
}

interface WayChoiceProps extends Pick<Props, 'how' | 'onChange'> {
  action: BindTarget['action']
  plans: BindPlan[]
  alone: boolean
}

function WayChoice({ action, how, onChange, plans, alone }: WayChoiceProps) {
  const [first] = plans
  // Where the first plan failed, the other way may go.
  const ways = alone && first !== undefined ? first.ways : BindWay.options
  const isChoice = how.by !== undefined || plans.length === 0 || plans.some((plan) => plan.ways.length > 1)
  if (!isChoice || ways.length === 1) return null
  return (
    <SegmentedControl
      aria-label={action === 'bind' ? say`How to bind` : say`How to unbind`}
      value={how.by ?? (alone ? (first?.by ?? 'cloud') : '')}
      onChange={(way) => onChange((now) => ({ ...now, by: BindWay.safeParse(way).data }))}
      data={[
        ...(alone ? [] : [{ value: '', label: say`As proposed for each` }]),
        ...ways.map((way) => ({ value: way, label: wayNames[way] })),
      ]}
    />
  )
}

interface PasswordFieldProps {
  target: BindTarget
  plans: BindPlan[]
  how: BindHow
  value: string
  onChange(value: string): void
}

/** It must be filled for a login, and may be for sudo. */
function PasswordField({ target, plans, how: { alsoUsers = [] }, value, onChange }: PasswordFieldProps) {
  const labelOf = useInstanceLabels(target.instances)
  const givenTo = plans.filter(({ login }) => login?.kind === 'password').map(({ instanceId }) => instanceId)
  const maySudo = alsoUsers.length > 0 || plans.some(({ login }) => login?.user !== undefined)
  if (givenTo.length === 0 && !maySudo) return null
  const alone = target.instances.length === 1
  const named = givenTo.length > 3 ? counted(givenTo.length) : givenTo.map(labelOf).join(', ')
  const given = alone
    ? say`Given to the server once its host key is accepted. Never kept.`
    : maySudo
      ? say`Given to ${named} once the host key is accepted, and where sudo asks for it. Never kept.`
      : say`Given to ${named} once the host key is accepted. Never kept.`
  return (
    <SecretInput
      label={givenTo.length > 0 ? say`Password` : say`Password for sudo`}
      description={givenTo.length > 0 ? given : say`Given only if sudo asks for it. Never kept.`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={1024}
    />
  )
}

interface LoginChoiceProps {
  login: WantedLogin | undefined
  /** For several: each may have its own. */
  proposes: boolean
  onChange(login: WantedLogin): void
}

function LoginChoice({ login, proposes, onChange }: LoginChoiceProps) {
  const data = useLoginOptions()
  const value = loginValue(login)
  return (
    <Select
      label={say`Log in with`}
      description={proposes ? say`What opens the instances now.` : say`What opens the instance now.`}
      data={[
        ...(proposes ? [{ value: 'proposed', label: say`The key that works, found for each` }] : []),
        ...data,
      ]}
      value={proposes ? (value ?? 'proposed') : value}
      onChange={(next) => next !== null && onChange(loginOf(next, login?.user))}
      allowDeselect={false}
      searchable={data.length > 8}
    />
  )
}

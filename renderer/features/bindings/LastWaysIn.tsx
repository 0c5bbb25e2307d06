import { Stack, TextInput } from '@mantine/core'
import type { BindPlan } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'

interface Props {
  /** Those that `asksName` says it of. */
  plans: BindPlan[]
  nameOf: (instanceId: string) => string
  /** Without the name nothing is done to it. */
  isNeeded: (plan: BindPlan) => boolean
  /** Of one instance. */
  alone: boolean
  /** By the instance's id. */
  typed: Record<string, string>
  onTyped: (typed: Record<string, string>) => void
}

/** For each instance that nothing else is proven to open: its name, to be typed to have the key taken away all the same. */
export function LastWaysIn({ plans, nameOf, isNeeded, alone, typed, onTyped }: Props) {
  if (plans.length === 0) return null
  return (
    <Stack gap="sm">
      {plans.map((plan) => (
        <TextInput
          key={plan.instanceId}
          label={say`Type ${nameOf(plan.instanceId)} to take away the last way in`}
          description={words(plan, isNeeded(plan), alone)}
          value={typed[plan.instanceId] ?? ''}
          onChange={(event) => onTyped({ ...typed, [plan.instanceId]: event.currentTarget.value })}
          maxLength={1024}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
    </Stack>
  )
}

function words({ by }: BindPlan, isNeeded: boolean, alone: boolean): string {
  const stays = alone ? '' : ` ${say`Leave it empty, and the key stays there.`}`
  if (isNeeded)
    return say`No other key pair of the vault was seen to open it: nobody may get in any more.${stays}`
  return by === 'cloud'
    ? say`No other key pair is proven to open it. Leave it empty, and the key stays there.`
    : say`Leave it empty, and the key stays where no other key pair of the vault opens it.`
}

import { Button, Group, Loader, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BindPlan, PlannedTarget } from '../../../contract/bindings.js'
import { plural, say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { SheetFooter, SheetProblem } from '../../ui/Sheet.js'
import { hear } from '../../words/language.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { BindWays } from './BindWays.js'
import { type BindHow, type BindTarget, type ChangeHow, closeBindSheet } from './binds.js'
import { LastWaysIn } from './LastWaysIn.js'
import { lacksPassword, manyVerb, withoutPassword } from './many-words.js'
import { PlanSaid } from './PlanSaid.js'
import { useInstanceLabels } from './use-instance-labels.js'
import { useSending } from './use-sending.js'
import { useWrongFields } from './wrong-fields.js'

interface Props {
  target: BindTarget & { keyId: string }
  how: BindHow
  onHow: ChangeHow
  /** False while the user is still typing: the plan shown is not the one that would be asked for. */
  settled: boolean
}

/** What would happen to each instance, asked of the host, and the button that carries it out. */
export function BindPlanView({ target, how, onHow, settled }: Props) {
  const { action, instances, lastWaysIn = [] } = target
  const alone = instances.length === 1
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState<Record<string, string>>({})
  useCloseOnLock(() => setPassword(''))
  const { areWrong, onWrong } = useWrongFields()
  const planned = usePlans(target, how)
  const targets = planned.data ?? []
  const plans = targets.flatMap(({ plan }) => plan ?? [])
  const [only] = alone ? plans : []
  const sending = useSending(target, how)
  const nameOf = (id: string) => instances.find((one) => one.id === id)?.name ?? id
  const naming = { nameOf, labelOf: useInstanceLabels(instances) }
  const problem =
    sending.problem ??
    (planned.error === null ? null : errorInfo(planned.error)) ??
    (alone ? (targets[0]?.problem ?? null) : null)
  const isLast = ({ instanceId }: BindPlan) => lastWaysIn.includes(instanceId)
  const asked = action === 'unbind' ? plans.filter((plan) => isLast(plan) || plan.lastWayIn) : []
  // Over SSH the file is looked into first, so that another may be found.
  const needsName = (plan: BindPlan) => isLast(plan) || (alone && asked.includes(plan) && plan.by === 'cloud')
  const isNamed = ({ instanceId: id }: BindPlan) => typed[id]?.trim() === nameOf(id).trim()
  const startable = plans.filter(
    (plan) => (password !== '' || !lacksPassword(plan)) && (!needsName(plan) || isNamed(plan)),
  )
  const ready = settled && !areWrong && !planned.isFetching && problem === null && startable.length > 0
  const again = () => {
    sending.forget()
    void planned.refetch()
  }
  const start = () => {
    setPassword('')
    sending.send(startable, {
      ...(password !== '' && startable.some(({ by }) => by === 'ssh') && { password }),
      typed,
    })
  }
  const shown = alone || password !== '' ? targets : targets.map(withoutPassword)
  return (
    <Stack gap="md">
      {(plans.length > 0 || problem !== null || how.by !== undefined) && (
        <BindWays
          target={target}
          how={how}
          onChange={onHow}
          targets={targets}
          password={password}
          onPassword={setPassword}
          onWrong={onWrong}
        />
      )}
      <LastWaysIn
        plans={asked}
        nameOf={nameOf}
        isNeeded={needsName}
        alone={alone}
        typed={typed}
        onTyped={setTyped}
      />
      {planned.isFetching && (planned.data === undefined || !alone) && <Asking target={target} />}
      {problem === null && targets.length > 0 && <PlanSaid targets={shown} naming={naming} />}
      {problem !== null && <SheetProblem problem={problem} onRetry={again} retryLabel={say`Plan again`} />}
      <SheetFooter>
        <Button variant="default" onClick={closeBindSheet}>
          {say`Cancel`}
        </Button>
        {plans.length > 0 && (
          <Button disabled={!ready} loading={sending.isPending} onClick={start}>
            {hear(only?.verb) ?? manyVerb(action, startable.length > 0 ? startable : plans)}
          </Button>
        )}
      </SheetFooter>
    </Stack>
  )
}

/** The plans for all; while another choice is asked about, those of the one before. */
function usePlans({ action, keyId, instances }: Props['target'], { by, user, ...overSsh }: BindHow) {
  const input = { action, keyId, instanceIds: instances.map(({ id }) => id), by, user }
  return useQuery({
    ...api.bindings.planMany.queryOptions({ input: by === 'cloud' ? input : { ...input, ...overSsh } }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
    placeholderData: (before: PlannedTarget[] | undefined) =>
      before?.every(({ plan }) => plan === null || plan.keyId === keyId) ? before : undefined,
  })
}

function Asking({ target: { action, instances } }: { target: BindTarget }) {
  const [first, ...more] = instances
  const what = action === 'bind' ? 'binding' : 'unbinding'
  return (
    <Group gap="sm" role="status">
      <Loader size={16} />
      {more.length === 0
        ? say`Asking the cloud what ${what} would do to ${first?.name}`
        : say`Asking the clouds what it would do to ${plural(instances.length, '# instance', '# instances')}`}
    </Group>
  )
}

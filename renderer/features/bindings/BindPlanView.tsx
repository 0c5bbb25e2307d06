import { Button, Group, Loader, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { BindPlan } from '../../../contract/bindings.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { SheetFooter, SheetProblem } from '../../ui/Sheet.js'
import { useCloseOnLock } from '../vault/use-close-on-lock.js'
import { asksPassword, BindWays } from './BindWays.js'
import classes from './bindings.module.css'
import { type BindHow, type BindTarget, bindStarted, closeBindSheet } from './binds.js'

interface Props {
  target: BindTarget & { keyId: string }
  how: BindHow
  onHow(how: BindHow): void
  /** False while the user is still typing: the plan shown is not the one that would be asked for. */
  settled: boolean
}

/** The plan of a binding, asked of the host, and the button that carries it out. */
export function BindPlanView({ target, how, onHow, settled }: Props) {
  const { keyId, instanceId, user } = target
  const [password, setPassword] = useState('')
  useCloseOnLock(() => setPassword(''))
  const plan = useQuery({
    ...api.bindings.plan.queryOptions({ input: { keyId, instanceId, user, ...how } }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
  const proposed = useLast(plan.data) ?? (plan.error === null ? null : unknownWays)
  const login = how.login ?? plan.data?.login ?? null
  const run = useMutation(api.bindings.run.mutationOptions({ onSuccess: bindStarted }))
  const again = () => {
    run.reset()
    void plan.refetch()
  }
  const problem = run.error ?? plan.error
  const ready = plan.data !== undefined && settled && !plan.isFetching && plan.error === null
  const takesPassword = plan.data?.by === 'ssh' && asksPassword(login)
  const lacksPassword = takesPassword && login?.kind === 'password' && password === ''
  const start = () => {
    if (plan.data === undefined || !ready || lacksPassword) return
    run.mutate({ planId: plan.data.id, ...(takesPassword && password !== '' && { password }) })
  }
  return (
    <Stack gap="md">
      {proposed !== null && (
        <BindWays
          how={how}
          onChange={onHow}
          proposed={proposed}
          password={password}
          onPassword={setPassword}
        />
      )}
      {plan.data === undefined && plan.error === null && <Asking name={target.instanceName} />}
      {plan.data !== undefined && plan.error === null && <Plan plan={plan.data} name={target.instanceName} />}
      {problem !== null && (
        <SheetProblem problem={errorInfo(problem)} onRetry={again} retryLabel="Plan again" />
      )}
      <SheetFooter>
        <Button variant="default" onClick={closeBindSheet}>
          Cancel
        </Button>
        {plan.data !== undefined && (
          <Button disabled={!ready || lacksPassword} loading={run.isPending} onClick={start}>
            {plan.data.verb}
          </Button>
        )}
      </SheetFooter>
    </Stack>
  )
}

/** Where the first plan failed: the other way may go. */
const unknownWays: Pick<BindPlan, 'by' | 'ways' | 'login'> = {
  by: 'cloud',
  ways: ['cloud', 'ssh'],
  login: null,
}

/** The value, or the last one that there was. */
function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value)
  if (value !== undefined) last.current = value
  return last.current
}

function Asking({ name }: { name: string }) {
  return (
    <Group gap="sm" role="status">
      <Loader size={16} /> Asking the cloud what binding would do to {name}
    </Group>
  )
}

function Plan({ plan, name }: { plan: BindPlan; name: string }) {
  const unsaid = plan.replaces.filter((key) => !plan.consequences.some((sentence) => sentence.includes(key)))
  return (
    <div className={classes.plan} aria-live="polite">
      <section>
        <h3>What will happen</h3>
        <ul className={classes.consequences}>
          {plan.consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {unsaid.length > 0 && (
          <p className={classes.dim}>
            Replaced on {name}: {unsaid.join(', ')}
          </p>
        )}
      </section>
      {plan.warnings.length > 0 && (
        <ul className={classes.warnings}>
          {plan.warnings.map((sentence) => (
            <li key={sentence}>
              <IconAlertTriangle size={16} aria-label="Warning" />
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
      <section>
        <h3>
          Steps <span className={classes.dim}>{plan.way}</span>
        </h3>
        <ol className={classes.steps}>
          {plan.steps.map((step) => (
            <li key={step.name}>{step.label}</li>
          ))}
        </ol>
      </section>
    </div>
  )
}

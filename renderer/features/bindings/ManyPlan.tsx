import { Button, Group, Loader, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { SheetFooter, SheetProblem } from '../../ui/Sheet.js'
import classes from './bindings.module.css'
import { batchStarted, closeManySheet, type ManyTarget } from './binds.js'
import { counted, groupPlans, groupProblems, manyVerb, type SaidOf } from './many-words.js'

/** What would happen to each instance, said once where it is the same, and the button that does it. */
export function ManyPlan({ target, keyId }: { target: ManyTarget; keyId: string }) {
  const { action, instances } = target
  const nameOf = (id: string) => instances.find((one) => one.id === id)?.name ?? id
  const input = { action, keyId, instanceIds: instances.map(({ id }) => id) }
  const planned = useQuery({
    ...api.bindings.planMany.queryOptions({ input }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
  })
  const run = useMutation(api.bindings.runMany.mutationOptions())
  const targets = planned.data ?? []
  const plans = targets.flatMap(({ plan }) => plan ?? [])
  const notBegun = run.data?.every(({ job }) => job === null) ? run.data[0]?.problem : undefined
  const problem = planned.error ?? run.error
  const shown = problem === null ? notBegun : errorInfo(problem)
  const again = () => {
    run.reset()
    void planned.refetch()
  }
  const start = () =>
    run.mutate(
      { planIds: plans.map(({ id }) => id) },
      {
        onSuccess: (started) =>
          batchStarted(started, (id) => nameOf(plans.find((plan) => plan.id === id)?.instanceId ?? '')),
      },
    )
  return (
    <Stack gap="md">
      {planned.isFetching && (
        <Group gap="sm" role="status">
          <Loader size={16} /> Asking the clouds what it would do to {counted(instances.length)}
        </Group>
      )}
      {planned.data !== undefined && !planned.isFetching && (
        <div className={classes.plan} aria-live="polite">
          {plans.length > 0 && <h3>What will happen</h3>}
          {groupPlans(targets, nameOf).map((said) => (
            <Said key={said.ids.join()} said={said} alone={instances.length === 1} />
          ))}
          <NotPossible groups={groupProblems(targets, nameOf)} />
          {plans.length > 1 && (
            <p className={classes.dim}>
              They are worked on side by side. Each has its own result; one that fails leaves the others
              alone.
            </p>
          )}
        </div>
      )}
      {shown != null && <SheetProblem problem={shown} onRetry={again} retryLabel="Plan again" />}
      <SheetFooter>
        <Button variant="default" onClick={closeManySheet}>
          Cancel
        </Button>
        {plans.length > 0 && (
          <Button loading={run.isPending} disabled={planned.isFetching || shown != null} onClick={start}>
            {manyVerb(action, plans)}
          </Button>
        )}
      </SheetFooter>
    </Stack>
  )
}

function Said({ said: { names, consequences, warnings }, alone }: { said: SaidOf; alone: boolean }) {
  return (
    <section>
      {!alone && (names.length === 0 ? <strong>All of them</strong> : <Names names={names} />)}
      <ul className={classes.consequences}>
        {consequences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {warnings.length > 0 && (
        <ul className={classes.warnings}>
          {warnings.map((sentence) => (
            <li key={sentence}>
              <IconAlertTriangle size={16} aria-label="Warning" />
              <span>{sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function NotPossible({ groups }: { groups: SaidOf[] }) {
  if (groups.length === 0) return null
  return (
    <section>
      <h3>Left as they are</h3>
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

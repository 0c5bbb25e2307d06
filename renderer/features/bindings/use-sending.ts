import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { BindPlan } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { type BindHow, type BindTarget, batchStarted, bindStarted } from './binds.js'

/** What is given with the click. */
interface Given {
  password?: string
  /** Names of instances that were typed, by their ids. */
  typed: Record<string, string>
}

/**
 * Has plans carried out: one alone by itself, several as a batch. What is sent may hold a password, and is forgotten with
 * the answer, also where it is an error.
 */
export function useSending({ instances }: BindTarget, how: BindHow) {
  const [problem, setProblem] = useState<ErrorInfo | null>(null)
  const one = useMutation(api.bindings.run.mutationOptions())
  const many = useMutation(api.bindings.runMany.mutationOptions())
  const onError = (error: Error) => setProblem(errorInfo(error))
  const nameOf = (id: string) => instances.find((instance) => instance.id === id)?.name ?? id

  function sendOne({ id: planId, instanceId }: BindPlan, { typed, ...given }: Given): void {
    const typedName = typed[instanceId]
    const input = { planId, ...given, ...(typedName && { typedName }) }
    const onSuccess = (job: Parameters<typeof bindStarted>[0]) => bindStarted(job, how)
    one.mutate(input, { onSuccess, onError, onSettled: one.reset })
  }

  function sendMany(plans: BindPlan[], { typed, ...given }: Given): void {
    const typedNames = Object.fromEntries(plans.map(({ id, instanceId }) => [id, typed[instanceId] ?? '']))
    const instanceOf = (planId: string) => {
      const id = plans.find((plan) => plan.id === planId)?.instanceId ?? ''
      return { id, name: nameOf(id) }
    }
    many.mutate(
      { planIds: plans.map(({ id }) => id), typedNames, ...given },
      {
        onSuccess: (started) => {
          const nobody = started.every(({ job }) => job === null) ? started[0]?.problem : undefined
          if (nobody) setProblem(nobody)
          else batchStarted(started, how, instanceOf)
        },
        onError,
        onSettled: many.reset,
      },
    )
  }

  return {
    send(plans: BindPlan[], given: Given): void {
      const [first] = plans
      if (first !== undefined && instances.length === 1) sendOne(first, given)
      else if (first !== undefined) sendMany(plans, given)
    },
    problem,
    forget: () => setProblem(null),
    isPending: one.isPending || many.isPending,
  }
}

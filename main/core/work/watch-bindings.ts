import type { BindHow, BindJob, BindPlan, BindResult } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { WorkAgain } from '../../../contract/work-again.js'
import type { CallOptions } from '../lib/service.js'
import type { App } from '../services.js'
import { nameOfKey, type Watched } from './during.js'
import type { ListedWork } from './work-list.js'

/** A plan that was shown, and how it was asked for. */
type Asked = Pick<BindPlan, 'action' | 'keyId' | 'instanceId'> & { how: BindHow }

/** As many plans wait for their click. */
const MOST_ASKED = 1000

/** The key stays, unless the instance's name is typed. */
const ofLastWayIn = new Set<ErrorInfo['code']>(['authorized-keys-last-way-in', 'key-last-way-in'])

/** Bindings go on in the core after the call that began them. */
export function watchBindings(
  { bindings, keys, instances }: Pick<App, 'bindings' | 'keys' | 'instances'>,
  { list, follow, signal }: Watched,
): App['bindings'] {
  const asked = new Map<string, Asked>()

  function keep(plan: BindPlan, how: BindHow): void {
    asked.set(plan.id, { ...plan, how })
    for (const id of [...asked.keys()].slice(0, Math.max(0, asked.size - MOST_ASKED))) asked.delete(id)
  }

  function begin(about: Pick<BindJob, 'action' | 'keyId' | 'instanceId' | 'instanceName'>, piece: BindPiece) {
    const { action, keyId, instanceId, instanceName } = about
    const name = nameOfKey(keys, keyId)
    return list.begin({
      ...{ kind: action, name, on: instanceName, ...piece },
      replaces: ({ kind, on, again, ...before }: ListedWork) =>
        kind === action &&
        before.name === name &&
        (on === instanceName ||
          (again?.kind === 'bind' && again.instances.some(({ id }) => id === instanceId))),
    })
  }

  async function toEnd(job: BindJob, how: BindHow | undefined, { caller }: CallOptions): Promise<void> {
    const { id, batchId, instanceName } = job
    const piece = begin(job, {
      caller,
      ...(batchId !== null && { batch: batchId }),
      place: { kind: 'binding', id: batchId ?? id },
      cancel: () => bindings.cancel({ id }, {}),
    })
    let result: BindResult | null = null
    try {
      for await (const now of await bindings.watch({ id }, { signal })) {
        result = now.result
        piece.tell({ step: now.steps.find(({ state }) => state === 'running')?.label ?? null })
      }
    } finally {
      const outcome = result?.outcome ?? 'cancelled'
      if (result === null || outcome === 'cancelled') piece.end('cancelled')
      else if (outcome === 'proven' || outcome === 'removed') piece.end('done')
      else {
        const problem = problemOf(result)
        piece.end({ failures: [{ name: instanceName, problem }], again: how && againOf(job, how, problem) })
      }
    }
  }

  /** One of several whose job could not even be begun: a failure of the batch as any other. */
  async function notBegun(
    of: Asked,
    problem: ErrorInfo,
    batch: string,
    { caller }: CallOptions,
  ): Promise<void> {
    const instanceName = await instances.get(of.instanceId).then(
      ({ name }) => name,
      () => '',
    )
    const job = { ...of, instanceName }
    const piece = begin(job, { caller, batch, place: { kind: 'binding', id: batch } })
    piece.end({ failures: [{ name: instanceName, problem }], again: againOf(job, of.how, problem) })
  }

  return {
    ...bindings,
    async plan(input, options) {
      const plan = await bindings.plan(input, options)
      const { action: _action, keyId: _keyId, instanceId: _instanceId, ...how } = input
      keep(plan, how)
      return plan
    },
    async planMany(input, options) {
      const planned = await bindings.planMany(input, options)
      const { action: _action, keyId: _keyId, instanceIds: _instanceIds, ...how } = input
      for (const { plan } of planned) if (plan !== null) keep(plan, how)
      return planned
    },
    async run(input, options) {
      const job = await bindings.run(input, options)
      follow(toEnd(job, asked.get(input.planId)?.how, options))
      return job
    },
    async runMany(input, options) {
      const started = await bindings.runMany(input, options)
      const batch = started.find(({ job }) => job !== null)?.job?.batchId ?? null
      for (const { planId, job, problem } of started) {
        const of = asked.get(planId)
        if (job !== null) follow(toEnd(job, of?.how, options))
        else if (of !== undefined && problem !== null && batch !== null)
          follow(notBegun(of, problem, batch, options))
      }
      return started
    },
  }
}

type BindPiece = Pick<Parameters<Watched['list']['begin']>[0], 'caller' | 'batch' | 'place' | 'cancel'>

/** A password is none of it. */
function againOf(
  {
    action,
    keyId,
    instanceId,
    instanceName,
  }: Pick<BindJob, 'action' | 'keyId' | 'instanceId' | 'instanceName'>,
  { each, ...how }: BindHow,
  { code }: ErrorInfo,
): WorkAgain {
  const own = each?.filter((one) => one.instanceId === instanceId) ?? []
  return {
    ...{ kind: 'bind', action, keyId, instances: [{ id: instanceId, name: instanceName }] },
    how: { ...how, ...(own.length > 0 && { each: own }) },
    lastWaysIn: ofLastWayIn.has(code) ? [instanceId] : [],
  }
}

/** What the job itself says of its end comes first; the problem has the details. */
function problemOf({ message, advice, problem }: BindResult): ErrorInfo {
  const said = { message, ...(advice !== undefined && { advice }) }
  return { code: 'ssh-auth-refused', retryable: true, ...problem, ...said }
}

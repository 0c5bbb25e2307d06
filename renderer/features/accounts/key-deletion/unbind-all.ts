import type { BindJob, BindPlan } from '../../../../contract/bindings.js'
import type { ErrorInfo } from '../../../../contract/errors.js'
import { inEnglish } from '../../../../contract/words/said.js'
import { say } from '../../../../contract/words/say.js'
import { rpc } from '../../../api/client.js'
import { hear } from '../../../words/language.js'
import { bindChanged, bindStore, hideBind } from '../../bindings/binds.js'

/**
 * Carries the plans out, in sight of the status bar, and waits for their end. `typedNames`: by the instance. Throws
 * an `ErrorInfo` where one did not come to it; those that failed stay in sight.
 */
export async function unbindAll(plans: BindPlan[], typedNames: Record<string, string>): Promise<void> {
  const byPlan = plans.map(({ id, instanceId }) => [id, typedNames[instanceId] ?? ''])
  const started = await rpc.bindings.runMany({
    planIds: plans.map(({ id }) => id),
    typedNames: Object.fromEntries(byPlan),
  })
  const begun = started.flatMap(({ job }) => job ?? [])
  bindStore.change((state) => ({ ...state, jobs: [...state.jobs, ...begun] }))
  const ended = await Promise.all(begun.map(end))
  const failed = ended.find(({ result }) => result?.outcome !== 'removed')
  const problem = started.find((one) => one.problem !== null)?.problem ?? problemOf(failed)
  if (problem !== undefined) throw Object.assign(new Error(inEnglish(problem.message)), problem)
  const batchId = begun[0]?.batchId
  if (batchId != null) hideBind(batchId)
}

async function end(job: BindJob): Promise<BindJob> {
  let last = job
  for await (const now of await rpc.bindings.watch({ id: job.id })) last = now
  bindChanged(last)
  return last
}

function problemOf(job: BindJob | undefined): ErrorInfo | undefined {
  if (job === undefined) return undefined
  const { result, instanceName } = job
  const message = `${instanceName}: ${hear(result?.message) ?? say`The unbinding has not ended.`}`
  const advice = result?.advice ?? result?.problem?.advice
  return { code: 'cloud-key-in-use', message, retryable: true, ...(advice !== undefined && { advice }) }
}

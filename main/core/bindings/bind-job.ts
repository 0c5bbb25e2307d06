import type { BindPlan, BindStepName } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { Instance } from '../../../contract/instances.js'
import { inEnglish } from '../../../contract/words/said.js'
import { withBinding, withOutdated, withoutBinding, withProof } from '../inventory/binding-records.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Clock, Log, ProfileStore } from '../ports.js'
import type { AccountsService, InstancesService } from '../services.js'
import type { Journal } from './journal.js'
import type { Look } from './look.js'
import type { Progress } from './progress.js'
import { type Finding, findProof, type ProofParts } from './proof.js'
import { type Course, resultOf } from './result.js'

export interface BindOrder {
  plan: BindPlan
  /** As the instance was found just before. */
  look: Look
  keyName: string
  progress: Progress
  /** Has the cloud set the key of this name for the instance, or take it away. */
  change(cloudName: string): Promise<void>
  /** Aborted with a `cancelled` error when the user cancels. */
  signal: AbortSignal
}

export interface BindParts extends ProofParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  journal: Journal
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'push'>
  unbound: NoteUnbound
}

/** Notes that the key was taken away from the instance: the profile need not have known that it was there. */
export type NoteUnbound = (keyId: string, instanceId: string, detail?: string) => void

/**
 * Carries out a plan of which the journal has been begun. Never throws: the result is in the progress. Whatever
 * happens after the stop, the instance is started again; where even that fails, the journal stays, so that the user
 * finds it under the interrupted bindings.
 */
export async function runBindJob(order: BindOrder, parts: BindParts): Promise<void> {
  const course: Course = {
    stopAsked: false,
    startedAgain: false,
    resetAsked: false,
    reset: false,
    finding: null,
    problem: null,
    restoreProblem: null,
  }
  const note = (error: unknown) => problemOf(error, 'binding.incident', parts.log)
  await takeSteps(order, parts, course).catch((error) => {
    course.problem = note(error)
  })
  if (course.stopAsked && !course.startedAgain) await startAgain(order, parts, course, note)
  const now = await lookAgain(order, parts)
  if (course.resetAsked && !course.reset && now !== null && hasChanged(order, now))
    wasChanged(order, parts, course)
  await remember(order, parts, course).catch((error) => {
    course.problem ??= note(error)
  })
  const { name: instanceName } = order.look.instance
  const { action } = order.plan
  const facts = { action, keyName: order.keyName, instanceName, now, cancelled: order.signal.aborted }
  const result = resultOf(facts, course)
  parts.log.info('binding.ended', { id: order.plan.id, outcome: result.outcome, left: result.instanceLeft })
  order.progress.end(result)
}

async function takeSteps(order: BindOrder, parts: BindParts, course: Course): Promise<void> {
  const { plan, look, progress, signal } = order
  const { cloud, cloudInstance } = look
  let cloudName = look.cloudName ?? ''
  const work: Partial<Record<BindStepName, () => Promise<void>>> = {
    push: async () => {
      cloudName = await push(order, parts)
    },
    stop: async () => {
      course.stopAsked = true
      await cloud.power.stop(cloudInstance.cloudId)
    },
    reset: async () => {
      course.resetAsked = true
      await order.change(cloudName)
      wasChanged(order, parts, course)
    },
    start: async () => {
      await cloud.power.start(cloudInstance.cloudId)
      course.startedAgain = true
    },
  }
  for (const { name } of plan.steps) {
    signal.throwIfAborted()
    if (name === 'wait') course.finding = await prove(order, parts)
    const act = work[name]
    if (act === undefined) continue
    await parts.journal.reach(plan.id, name)
    await progress.run(name, act)
  }
}

function wasChanged({ plan }: BindOrder, parts: BindParts, course: Course): void {
  course.reset = true
  if (plan.action === 'unbind') parts.unbound(plan.keyId, plan.instanceId)
}

async function push({ plan, look, signal }: BindOrder, { accounts }: BindParts): Promise<string> {
  const { accountId } = look.instance
  const [result] = await accounts.push({ keyId: plan.keyId, accountIds: [accountId] }, { signal })
  if (result?.cloudName != null) return result.cloudName
  throw pushFailed(result?.problem)
}

function pushFailed(problem: ErrorInfo | undefined): LatchkeyError {
  if (problem === undefined)
    return new LatchkeyError('cloud-failed', 'The push of the public key had no result.')
  const { code, message, advice, detail, retryable } = problem
  return new LatchkeyError(code, inEnglish(message), {
    retryable,
    ...(advice && { advice }),
    ...(detail && { detail }),
  })
}

async function prove(order: BindOrder, parts: BindParts): Promise<Finding> {
  const { plan, look, keyName, progress, signal } = order
  // Its addresses may have changed with the start.
  const instance = (await lookAgain(order, parts)) ?? look.instance
  const users = [...new Set([plan.user, instance.user, ...instance.userGuesses])]
  const reach = (step: 'wait' | 'prove') => parts.journal.reach(plan.id, step)
  const whyRefused = look.binding.whyRefused(look.cloudInstance)
  return findProof(
    { keyId: plan.keyId, keyName, instance, users, whyRefused, progress, signal, reach },
    parts,
  )
}

/** The answer to the change may have been lost on its way, and then the cloud's own word is what counts. */
function hasChanged({ plan, look }: BindOrder, now: Instance): boolean {
  const isDeclared = ({ declared }: Instance) => declared.some(({ keyId }) => keyId === plan.keyId)
  return isDeclared(now) === (plan.action === 'bind') && isDeclared(now) !== isDeclared(look.instance)
}

const START_PAUSES_MS = [5_000, 15_000]

async function startAgain(
  order: BindOrder,
  parts: BindParts,
  course: Course,
  note: (error: unknown) => ErrorInfo,
): Promise<void> {
  for (const pause of [...START_PAUSES_MS, null]) {
    try {
      const started = await order.progress.run('start', () => startUnlessRunning(order.look))
      if (!started) order.progress.detail('start', 'It runs.')
      course.startedAgain = true
      course.restoreProblem = null
      return
    } catch (error) {
      course.restoreProblem = note(error)
      if (pause !== null) await parts.clock.sleep(pause)
    }
  }
}

/** Starts the instance unless the cloud says that it runs. True if it did. */
export async function startUnlessRunning(look: Pick<Look, 'cloud' | 'cloudInstance'>): Promise<boolean> {
  const { cloud, cloudInstance } = look
  const now = await cloud.getInstance(cloudInstance.cloudId)
  if (now?.state === 'running') return false
  await cloud.power.start(cloudInstance.cloudId)
  return true
}

/**
 * What Connect uses from now on. Once the cloud has set the key, it is recorded as bound, also where nobody could try
 * it: it may be the only key that opens the instance. Only where the server was reached and refused it, the key that
 * was bound before stays. Where the key was taken away, Connect goes on with the login that was proven last.
 */
async function remember({ plan, look }: BindOrder, parts: BindParts, course: Course): Promise<void> {
  const { finding, reset } = course
  const at = new Date(parts.clock.now()).toISOString()
  const user = finding?.kind === 'proven' ? finding.user : plan.user
  const login = { instanceId: plan.instanceId, keyId: plan.keyId, user, at }
  if (reset && plan.action === 'unbind') await parts.profile.update((now) => withoutBinding(now, plan, at))
  else if (reset && finding?.kind !== 'refused')
    await parts.profile.update((now) => {
      const bound = withOutdated(withBinding(now, login), { ...login, keyIds: replacedBy(plan, look) })
      return finding?.kind === 'proven' ? withProof(bound, login) : bound
    })
  if (course.stopAsked && !course.startedAgain) {
    if (reset) await parts.journal.reach(plan.id, 'start')
    return
  }
  if (course.stopAsked || look.instance.state === 'running') await parts.journal.forgetStops(plan.instanceId)
  else await parts.journal.forget(plan.id)
  if (plan.action === 'bind' && finding?.kind === 'proven') await parts.journal.settle(plan, [user])
}

/** The vault's other keys that the cloud declared for the instance until then. What the guest makes of it is its own matter. */
function replacedBy({ keyId }: BindPlan, { instance }: Look): string[] {
  return instance.declared.flatMap((one) => (one.keyId === null || one.keyId === keyId ? [] : [one.keyId]))
}

/** The instance as it is now, for the job and for the cache that the window shows; null where it can't be had. */
async function lookAgain({ plan }: BindOrder, { instances, log }: BindParts): Promise<Instance | null> {
  try {
    return (await instances.fresh(plan.instanceId)).instance
  } catch (error) {
    log.warn('binding.look-failed', { id: plan.id, problem: String(error) })
    return null
  }
}

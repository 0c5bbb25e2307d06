import { randomUUID } from 'node:crypto'
import type { BindJob, BindPlan } from '../../../contract/bindings.js'
import { keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord } from '../activity/record.js'
import type { Observations } from '../inventory/observations.js'
import { atMost, atOnce, type InTurn } from '../lib/at-most.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports } from '../ports.js'
import type { AccountsService, BindingsService, InstancesService, KeysService } from '../services.js'
import type { ConnectSsh } from '../sessions/ssh.js'
import { type NoteUnbound, runBindJob } from './bind-job.js'
import { askedOnce, type BegunOrder, type Change, changeAlone, changesTogether } from './changes.js'
import { createJobBook } from './job-book.js'
import { createJournal, toInterrupted } from './journal.js'
import { requireWayIn, type WaysLeftWithout } from './last-way-in.js'
import { type LookParts, situationOf } from './look.js'
import { createPlanBook, type KeptPlan, stalePlan } from './plan-book.js'
import { createPlanning, lookFor } from './planning.js'
import { createProgress } from './progress.js'
import type { ProofParts } from './proof.js'
import { restart } from './restart.js'
import { runSshJob } from './ssh-job.js'
import { type SshBindOrder, sshSituationOf } from './ssh-plan.js'
import type { SshJobOrder, SshJobParts } from './ssh-steps.js'

export interface BindingsParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'keys' | 'push'>
  keys: Pick<KeysService, 'record' | 'openSigner'>
  connect: ConnectSsh
  /** How an instance is reached; without it, straight. */
  dialTo?: ProofParts['dialTo']
  note: ActivityRecord['note']
  waysLeft: WaysLeftWithout
  /** What a binding over SSH takes beside. */
  ssh: Pick<SshJobParts, 'connectOtherwise' | 'sshAgent'> & {
    observations: Pick<Observations, 'all' | 'note' | 'noteAll'>
  }
}

/** Of one batch: no more questions about host keys at once than a person can answer before they end. */
const LOGINS_AT_ONCE = 8

/** Puts keys on instances by the cloud's own way or over SSH: says what will happen, does it step by step, and proves it by a login. */
export function createBindings(parts: BindingsParts): BindingsService {
  const { ports, instances, accounts, keys, connect, dialTo, note, waysLeft, ssh } = parts
  const { profile, clock, log } = ports
  const journal = createJournal(profile)
  const plans = createPlanBook(clock)
  const planOf = createPlanning({
    ...{ profile, clock, journal, plans, keys },
    observations: ssh.observations,
  })
  const jobs = createJobBook(clock)
  /** Ids of instances that a job, a start of one or a settling is at work on. */
  const busy = new Set<string>()

  const unbound: NoteUnbound = (keyId, instanceId, detail) => {
    const key = profile.read().keys.find(({ id }) => id === keyId)
    note({ event: 'key-unbound', ...(key && { key: keyNamed(key) }), instanceId, ...(detail && { detail }) })
  }

  const jobOf = (id: string) => {
    const job = jobs.get(id)
    if (job === undefined) throw notFound()
    return job
  }

  function hold(instanceId: string, name: string): void {
    if (busy.has(instanceId)) throw running(name)
    busy.add(instanceId)
  }

  /** Nobody else gets at the instance until `work` has ended. */
  async function alone<T>(instanceId: string, name: string, work: () => Promise<T>): Promise<T> {
    hold(instanceId, name)
    try {
      return await work()
    } finally {
      busy.delete(instanceId)
    }
  }

  /** Takes the plan and the instance; looks whether everything still is as the plan says, before anything is touched. */
  async function begin(
    { planId, typedName }: Chosen,
    batchId: string | null,
    of: LookParts,
    signal?: AbortSignal,
  ) {
    const kept = plans.take(planId)
    const { plan, instanceName } = kept
    hold(plan.instanceId, instanceName)
    try {
      const { name: keyName } = keys.record(plan.keyId)
      await requireWayIn(plan, { keyName, instanceName, typedName }, of.waysLeft)
      return await prepare(kept, batchId, of, signal)
    } catch (error) {
      busy.delete(plan.instanceId)
      log.warn('binding.not-begun', { id: plan.id, problem: String(error) })
      throw error
    }
  }

  async function prepare(
    { plan, situation, ssh: how }: KeptPlan,
    batchId: string | null,
    of: LookParts,
    signal: AbortSignal | undefined,
  ): Promise<Begun> {
    const key = keys.record(plan.keyId)
    const found = await of.instances.fresh(plan.instanceId)
    const { instance } = found
    if (how !== undefined) {
      requireSame(situation, sshSituationOf(instance), instance.name)
      const entered = await enter(plan, instance.name, batchId, how)
      return { by: 'ssh', order: { ...how, instance, key, ...entered } }
    }
    const look = await lookFor(plan.action, plan.keyId, found, of, signal)
    requireSame(situation, situationOf(look), instance.name)
    const order = { look, keyName: key.name, ...(await enter(plan, instance.name, batchId)) }
    return { by: 'cloud', order }
  }

  /** Begins a job, in the journal too. `how`: of one over SSH. */
  async function enter(plan: BindPlan, instanceName: string, batchId: string | null, how?: SshBindOrder) {
    const { id, action, keyId, instanceId, by, user } = plan
    if (action === 'bind') (await keys.openSigner(keyId)).close() // can it sign at all?
    const progress = createProgress(newJob(plan, instanceName, batchId), clock)
    const startedAt = new Date(clock.now()).toISOString()
    const step = plan.steps[0]?.name ?? 'reset'
    await journal.begin({
      id,
      action,
      keyId,
      instanceId,
      instanceName,
      by,
      ...(how && overSsh(user, how)),
      startedAt,
      step,
      stoppedByUs: false,
    })
    const controller = new AbortController()
    jobs.add(id, { progress, controller })
    return { plan, progress, signal: controller.signal }
  }

  /** Runs what was begun to its end, whether or not anyone watches. */
  async function carryOut({ plan }: Entered, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.error('binding.incident', error)
    } finally {
      busy.delete(plan.instanceId)
    }
  }

  function carryOutByCloud(
    order: BegunOrder,
    change: Change,
    push: Pick<AccountsService, 'push'>,
    inTurn: InTurn,
  ): Promise<void> {
    const ssh = { keys, connect, dialTo }
    const work = { profile, clock, log, journal, instances, accounts: push, ...ssh, inTurn, unbound }
    return carryOut(order, () => runBindJob({ ...order, change: change.run }, work).finally(change.leave))
  }

  /** With one copy of the password for all, wiped when the last of them has ended. */
  function carryOutOverSsh(orders: BegunSshOrder[], { password, typedNames }: Given, inTurn: InTurn) {
    const work = { profile, clock, log, journal, keys, connect, unbound, ...ssh }
    void withSecretText(password, (bytes) => {
      const carried = orders.map((order) => {
        const given = {
          password: takesPassword(order) ? bytes : null,
          typedName: typedNames[order.plan.id] ?? null,
        }
        // Without the signal: it is the job that says that it was cancelled.
        return carryOut(order, () => inTurn(() => runSshJob({ ...order, ...given }, work)))
      })
      return Promise.all(carried)
    })
  }

  return {
    plan: ({ action = 'bind', ...wanted }, { signal }) =>
      planOf({ ...wanted, action }, { instances, accounts, waysLeft }, signal),

    async planMany({ instanceIds, each = [], ...wanted }, { signal }) {
      const of = { instances, ...askedOnce({ accounts, waysLeft }) }
      return Promise.all(
        [...new Set(instanceIds)].map(async (instanceId) => {
          const { user = wanted.user, login = wanted.login } =
            each.find((one) => one.instanceId === instanceId) ?? {}
          try {
            const one = { ...wanted, user, login, instanceId, whereKnown: instanceIds.length > 1 }
            const plan = await planOf(one, of, signal)
            return { instanceId, plan, problem: null }
          } catch (error) {
            return { instanceId, plan: null, problem: problemOf(error, 'binding.incident', log) }
          }
        }),
      )
    },

    async run({ planId, ...given }, { signal }) {
      const begun = await begin({ planId, ...given }, null, { instances, accounts, waysLeft }, signal)
      const job = begun.order.progress.live.get()
      if (begun.by === 'ssh')
        carryOutOverSsh(
          [begun.order],
          { password: given.password, typedNames: { [planId]: given.typedName } },
          atOnce,
        )
      else void carryOutByCloud(begun.order, changeAlone(begun.order), accounts, atOnce)
      return job
    },

    async runMany({ planIds, password, typedNames = {} }, { signal }) {
      const batchId = randomUUID()
      const of = { instances, ...askedOnce({ accounts, waysLeft }) }
      const inTurn = atMost(LOGINS_AT_ONCE)
      const all = await Promise.all(
        planIds.map(async (planId) => {
          try {
            const begun = await begin({ planId, typedName: typedNames[planId] }, batchId, of, signal)
            return { planId, begun, problem: null }
          } catch (error) {
            return { planId, begun: null, problem: problemOf(error, 'binding.incident', log) }
          }
        }),
      )
      const byCloud = all.flatMap(({ begun }) => (begun?.by === 'cloud' ? [begun.order] : []))
      for (const { order, change } of changesTogether(byCloud, clock))
        void carryOutByCloud(order, change, of.accounts, inTurn)
      const bySsh = all.flatMap(({ begun }) => (begun?.by === 'ssh' ? [begun.order] : []))
      carryOutOverSsh(bySsh, { password, typedNames }, inTurn)
      return all.map(({ planId, begun, problem }) => {
        return { planId, job: begun?.order.progress.live.get() ?? null, problem }
      })
    },

    runningCount: jobs.runningCount,

    jobs: async () => jobs.all(),

    watch: async ({ id }, { signal }) => jobOf(id).progress.live.watch(signal),

    async cancel({ id }) {
      const { progress, controller } = jobOf(id)
      if (progress.live.get().result !== null || controller.signal.aborted) return
      progress.cancelling()
      controller.abort(new LatchkeyError('cancelled', 'The binding was cancelled.'))
    },

    interrupted: async () =>
      journal
        .entries()
        .filter(({ instanceId }) => !busy.has(instanceId))
        .map(toInterrupted),

    async settle({ id, action }) {
      const entry = journal.entry(id)
      if (entry === undefined) throw notFound()
      await alone(entry.instanceId, entry.instanceName, async () => {
        if (action === 'restart') await restart(entry, { profile, clock, instances, unbound })
        await journal.forget(id)
      })
      log.info('binding.settled', { id, action })
    },
  }
}

type Entered = Pick<BegunOrder, 'plan'>
type BegunSshOrder = Omit<SshJobOrder, 'password' | 'typedName'>
/** What the user has given with the click. */
interface Given {
  password: string | undefined
  /** By the plan. */
  typedNames: Record<string, string | undefined>
}
type Chosen = Pick<Parameters<BindingsService['run']>[0], 'planId' | 'typedName'>
type Begun = { by: 'cloud'; order: BegunOrder } | { by: 'ssh'; order: BegunSshOrder }

/** What the journal has of a binding over SSH. */
function overSsh(user: string, { login, options, alsoUsers }: SshBindOrder) {
  return { users: [user, ...alsoUsers], how: { user, login, options, alsoUsers } }
}

function requireSame(planned: string, now: string, instanceName: string): void {
  if (planned !== now) throw stalePlan(`${instanceName} has changed since the plan was made.`)
}

/** Whether the login takes it, or sudo may. */
function takesPassword({ login, alsoUsers }: BegunSshOrder): boolean {
  return login.kind === 'password' || login.user !== undefined || alsoUsers.length > 0
}

function newJob(plan: BindPlan, instanceName: string, batchId: string | null): BindJob {
  const { id, action, keyId, instanceId, user, login } = plan
  const steps = plan.steps.map((step) => ({ ...step, state: 'waiting' as const }))
  return {
    ...{ id, action, batchId, keyId, instanceId, instanceName, user, steps },
    loginKeyId: login?.kind === 'key' ? login.keyId : null,
    cancelling: false,
    result: null,
  }
}

function running(instanceName: string): LatchkeyError {
  return new LatchkeyError('binding-running', `A binding of ${instanceName} is under way.`, {
    advice: 'Wait for its end, or cancel it.',
    retryable: true,
  })
}

function notFound(): LatchkeyError {
  return new LatchkeyError('binding-not-found', 'There is no such binding.', {
    advice: 'It may have been settled in another window.',
  })
}

import { randomUUID } from 'node:crypto'
import type { BindJob, BindPlan } from '../../../contract/bindings.js'
import { keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord } from '../activity/record.js'
import { atMost, atOnce, type InTurn } from '../lib/at-most.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports } from '../ports.js'
import type { AccountsService, BindingsService, InstancesService, KeysService } from '../services.js'
import type { ConnectSsh } from '../sessions/ssh.js'
import { type NoteUnbound, runBindJob } from './bind-job.js'
import { askedOnce, type BegunOrder, type Change, changeAlone, changesTogether } from './changes.js'
import { createJournal, toInterrupted } from './journal.js'
import { type LookParts, situationOf } from './look.js'
import { createPlanBook, type KeptPlan, stalePlan } from './plan-book.js'
import { createPlanning, lookFor } from './planning.js'
import { createProgress, type Progress } from './progress.js'
import { restart } from './restart.js'
import { runSshJob, type SshJobOrder, type SshJobParts } from './ssh-job.js'
import { sshSituationOf } from './ssh-plan.js'

export interface BindingsParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'keys' | 'push'>
  keys: Pick<KeysService, 'record' | 'openSigner'>
  connect: ConnectSsh
  note: ActivityRecord['note']
  /** What a binding over SSH takes beside. */
  ssh: Pick<SshJobParts, 'connectOtherwise' | 'observations' | 'sshAgent'>
}

/** Of one batch: no more questions about host keys at once than a person can answer before they end. */
const LOGINS_AT_ONCE = 8

/** Puts keys on instances by the cloud's own way or over SSH: says what will happen, does it step by step, and proves it by a login. */
export function createBindings(parts: BindingsParts): BindingsService {
  const { ports, instances, accounts, keys, connect, note, ssh } = parts
  const { profile, clock, log } = ports
  const journal = createJournal(profile)
  const plans = createPlanBook(clock)
  const planOf = createPlanning({ profile, journal, plans, keys })
  const jobs = new Map<string, { progress: Progress; controller: AbortController }>()
  /** Ids of instances that a job, a start of one or a settling is at work on. */
  const busy = new Set<string>()

  const unbound: NoteUnbound = (keyId, instanceId) => {
    const key = profile.read().keys.find(({ id }) => id === keyId)
    note({ event: 'key-unbound', ...(key && { key: keyNamed(key) }), instanceId })
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
  async function begin(planId: string, batchId: string | null, of: LookParts, signal?: AbortSignal) {
    const kept = plans.take(planId)
    const { plan, instanceName } = kept
    hold(plan.instanceId, instanceName)
    try {
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
      return { by: 'ssh', order: { ...how, instance, key, ...(await enter(plan, instance.name, batchId)) } }
    }
    const look = await lookFor(plan.action, plan.keyId, found, of, signal)
    requireSame(situation, situationOf(look), instance.name)
    const order = { look, keyName: key.name, ...(await enter(plan, instance.name, batchId)) }
    return { by: 'cloud', order }
  }

  /** Begins a job, in the journal too. */
  async function enter(plan: BindPlan, instanceName: string, batchId: string | null) {
    const { id, action, keyId, instanceId, by } = plan
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
      startedAt,
      step,
      stoppedByUs: false,
    })
    const controller = new AbortController()
    jobs.set(id, { progress, controller })
    return { plan, progress, signal: controller.signal }
  }

  /** Runs what was begun to its end, whether or not anyone watches. */
  function carryOut({ plan, progress }: Entered, work: () => Promise<void>): BindJob {
    const run = async () => {
      try {
        await work()
      } catch (error) {
        log.error('binding.incident', error)
      } finally {
        busy.delete(plan.instanceId)
      }
    }
    const job = progress.live.get()
    void run()
    return job
  }

  function carryOutByCloud(
    order: BegunOrder,
    change: Change,
    push: Pick<AccountsService, 'push'>,
    inTurn: InTurn,
  ): BindJob {
    const work = { profile, clock, log, journal, instances, accounts: push, keys, connect, inTurn, unbound }
    return carryOut(order, () => runBindJob({ ...order, change: change.run }, work).finally(change.leave))
  }

  function carryOutOverSsh(order: BegunSshOrder, password: string | undefined, inTurn: InTurn): BindJob {
    const work = { profile, clock, log, journal, keys, connect, ...ssh }
    const run = () => withSecretText(password, (secret) => runSshJob({ ...order, password: secret }, work))
    return carryOut(order, () => inTurn(run)) // without the signal: it is the job that says that it was cancelled
  }

  return {
    plan: (wanted, { signal }) => planOf({ ...wanted, action: 'bind' }, { instances, accounts }, signal),

    async planMany({ action, keyId, instanceIds }, { signal }) {
      const of = { instances, accounts: askedOnce(accounts) }
      return Promise.all(
        [...new Set(instanceIds)].map(async (instanceId) => {
          try {
            const plan = await planOf({ action, keyId, instanceId }, of, signal)
            requireNoPassword(plan)
            return { instanceId, plan, problem: null }
          } catch (error) {
            return { instanceId, plan: null, problem: problemOf(error, 'binding.incident', log) }
          }
        }),
      )
    },

    async run({ planId, password }, { signal }) {
      const begun = await begin(planId, null, { instances, accounts }, signal)
      if (begun.by === 'ssh') return carryOutOverSsh(begun.order, password, atOnce)
      return carryOutByCloud(begun.order, changeAlone(begun.order), accounts, atOnce)
    },

    async runMany({ planIds }, { signal }) {
      const batchId = randomUUID()
      const shared = askedOnce(accounts)
      const inTurn = atMost(LOGINS_AT_ONCE)
      const all = await Promise.all(
        planIds.map(async (planId) => {
          try {
            const begun = await begin(planId, batchId, { instances, accounts: shared }, signal)
            return { planId, begun, problem: null }
          } catch (error) {
            return { planId, begun: null, problem: problemOf(error, 'binding.incident', log) }
          }
        }),
      )
      const byCloud = all.flatMap(({ begun }) => (begun?.by === 'cloud' ? [begun.order] : []))
      for (const { order, change } of changesTogether(byCloud, clock))
        carryOutByCloud(order, change, shared, inTurn)
      for (const { begun } of all) if (begun?.by === 'ssh') carryOutOverSsh(begun.order, undefined, inTurn)
      return all.map(({ planId, begun, problem }) => {
        return { planId, job: begun?.order.progress.live.get() ?? null, problem }
      })
    },

    runningCount: () =>
      [...jobs.values()].filter(({ progress }) => progress.live.get().result === null).length,

    jobs: async () => [...jobs.values()].map(({ progress }) => progress.live.get()),

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

type Entered = Pick<BegunOrder, 'plan' | 'progress'>
type BegunSshOrder = Omit<SshJobOrder, 'password'>
type Begun = { by: 'cloud'; order: BegunOrder } | { by: 'ssh'; order: BegunSshOrder }

function requireSame(planned: string, now: string, instanceName: string): void {
  if (planned !== now) throw stalePlan(`${instanceName} has changed since the plan was made.`)
}

/** For several at once nobody can be asked for a password each. */
function requireNoPassword({ login }: BindPlan): void {
  if (login?.kind !== 'password') return
  throw new LatchkeyError('input-invalid', 'No key pair of the vault is known to open this instance.', {
    advice: 'Bind it by itself: then you choose what logs in, a password or your SSH agent too.',
  })
}

function newJob(plan: BindPlan, instanceName: string, batchId: string | null): BindJob {
  const { id, action, keyId, instanceId, user } = plan
  const steps = plan.steps.map((step) => ({ ...step, state: 'waiting' as const }))
  return {
    ...{ id, action, batchId, keyId, instanceId, instanceName, user, steps },
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

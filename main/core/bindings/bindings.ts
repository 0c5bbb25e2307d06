import { randomUUID } from 'node:crypto'
import type { BindJob, BindPlan } from '../../../contract/bindings.js'
import { withBinding } from '../inventory/binding-records.js'
import { requireUsable } from '../keys/key-refusals.js'
import { LatchkeyError } from '../lib/error.js'
import { withSecretText } from '../lib/secret-text.js'
import type { Ports } from '../ports.js'
import type { BindingJournal, KeyRecord } from '../profile.js'
import type { AccountsService, BindingsService, InstancesService, KeysService } from '../services.js'
import type { ConnectSsh } from '../sessions/ssh.js'
import { runBindJob, startUnlessRunning } from './bind-job.js'
import { createJournal, toInterrupted, wasReset } from './journal.js'
import { lookAt, situationOf, takeLook } from './look.js'
import { makePlan } from './plan.js'
import { createPlanBook, type KeptPlan, stalePlan } from './plan-book.js'
import { createProgress, type Progress } from './progress.js'
import { runSshJob, type SshJobParts } from './ssh-job.js'
import { makeSshPlan, proposeLogin, requireReachable, type SshBindOrder, sshSituationOf } from './ssh-plan.js'

export interface BindingsParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log'>
  instances: Pick<InstancesService, 'fresh'>
  accounts: Pick<AccountsService, 'keys' | 'push'>
  keys: Pick<KeysService, 'record' | 'openSigner'>
  connect: ConnectSsh
  /** What a binding over SSH takes beside. */
  ssh: Pick<SshJobParts, 'connectOtherwise' | 'observations' | 'sshAgent'>
}

/** Puts keys on instances by the cloud's own way or over SSH: says what will happen, does it step by step, and proves it by a login. */
export function createBindings(parts: BindingsParts): BindingsService {
  const { ports, instances, accounts, keys, connect, ssh } = parts
  const { profile, clock, log } = ports
  const journal = createJournal(profile)
  const plans = createPlanBook(clock)
  const jobs = new Map<string, { progress: Progress; controller: AbortController }>()
  /** Ids of instances that a job, a start of one or a settling is at work on. */
  const busy = new Set<string>()

  const jobOf = (id: string) => {
    const job = jobs.get(id)
    if (job === undefined) throw notFound()
    return job
  }

  /** Nobody else gets at the instance until `work` has ended. */
  async function alone<T>(instanceId: string, name: string, work: () => Promise<T>): Promise<T> {
    if (busy.has(instanceId)) throw running(name)
    busy.add(instanceId)
    try {
      return await work()
    } finally {
      busy.delete(instanceId)
    }
  }

  /** Looks whether everything still is as the plan says, before anything is touched. */
  async function prepare({ plan, situation }: KeptPlan, signal: AbortSignal | undefined) {
    const { name: keyName } = keys.record(plan.keyId)
    const look = await takeLook(plan.keyId, plan.instanceId, { instances, accounts }, signal)
    if (situationOf(look) !== situation)
      throw stalePlan(`${look.instance.name} has changed since the plan was made.`)
    return { look, keyName, ...(await enter(plan, look.instance.name)) }
  }

  async function prepareSsh({ plan, situation }: KeptPlan) {
    const { instance } = await instances.fresh(plan.instanceId)
    if (sshSituationOf(instance) !== situation)
      throw stalePlan(`${instance.name} has changed since the plan was made.`)
    return { instance, key: keys.record(plan.keyId), ...(await enter(plan, instance.name)) }
  }

  /** Begins a job, in the journal too. */
  async function enter(plan: BindPlan, instanceName: string) {
    const signer = await keys.openSigner(plan.keyId) // can it sign at all?
    signer.close()
    const progress = createProgress(newJob(plan, instanceName), clock)
    const [first] = plan.steps
    await journal.begin({
      id: plan.id,
      keyId: plan.keyId,
      instanceId: plan.instanceId,
      instanceName,
      by: plan.by,
      startedAt: new Date(clock.now()).toISOString(),
      step: first?.name ?? 'reset',
      stoppedByUs: false,
    })
    const controller = new AbortController()
    jobs.set(plan.id, { progress, controller })
    return { plan, progress, signal: controller.signal }
  }

  return {
    async plan(input, { signal }) {
      const { keyId, instanceId, user, by } = input
      const key = keys.record(keyId)
      requireUsable(key)
      const found = await instances.fresh(instanceId)
      if (by === 'ssh' || (by === undefined && found.cloud.binding === null))
        return planSsh(input, key, found)
      const { name: keyName } = key
      const look = await lookAt(found, keyId, { accounts }, signal)
      const cutOffBefore = journal
        .entries()
        .some((entry) => entry.instanceId === instanceId && entry.stoppedByUs)
      const order = { id: randomUUID(), keyId, keyName, user: user || look.instance.user, cutOffBefore }
      const plan = makePlan(order, look)
      plans.keep({ plan, instanceName: look.instance.name, situation: situationOf(look) })
      return plan
    },

    async run({ planId, password }, { signal }) {
      const kept = plans.take(planId)
      const { plan, instanceName } = kept
      return new Promise((resolve, reject) => {
        const begun = (job: BindJob) => resolve(job)
        alone(plan.instanceId, instanceName, () => {
          const { ssh: how } = kept
          if (how === undefined) return runByCloud(kept, signal, begun)
          return withSecretText(password, (secret) => runOverSsh(kept, how, secret, begun))
        }).catch((error) => {
          log.warn('binding.not-begun', { id: plan.id, problem: String(error) })
          reject(error)
        })
      })
    },

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
        if (action === 'restart') await restart(entry)
        await journal.forget(id)
      })
      log.info('binding.settled', { id, action })
    },
  }

  async function runByCloud(kept: KeptPlan, signal: AbortSignal | undefined, begun: (job: BindJob) => void) {
    const order = await prepare(kept, signal)
    begun(order.progress.live.get())
    await runBindJob(order, { profile, clock, log, journal, instances, accounts, keys, connect })
  }

  async function runOverSsh(
    kept: KeptPlan,
    how: SshBindOrder,
    password: Uint8Array | null,
    begun: (job: BindJob) => void,
  ) {
    const order = { ...how, password, ...(await prepareSsh(kept)) }
    begun(order.progress.live.get())
    await runSshJob(order, { profile, clock, log, journal, keys, connect, ...ssh })
  }

  function planSsh(
    { user, login: chosen, options = {}, onExisting = 'ask' }: Parameters<BindingsService['plan']>[0],
    key: KeyRecord,
    { instance, cloud }: Awaited<ReturnType<InstancesService['fresh']>>,
  ): BindPlan {
    requireReachable(instance)
    const login = chosen ?? proposeLogin(instance, profile.read())
    const loginKey = login.kind === 'key' ? keys.record(login.keyId) : null
    if (loginKey !== null) requireUsable(loginKey)
    const how = { login, options, onExisting }
    const plan = makeSshPlan(
      {
        ...how,
        id: randomUUID(),
        key,
        loginKeyName: loginKey?.name ?? null,
        user: user || instance.user,
        ways: cloud.binding === null ? ['ssh'] : ['cloud', 'ssh'],
      },
      instance,
    )
    plans.keep({ plan, instanceName: instance.name, situation: sshSituationOf(instance), ssh: how })
    return plan
  }

  /** Starts what a job left behind, and binds its key where the cloud had set it: it may be the only one that works. */
  async function restart(entry: BindingJournal): Promise<void> {
    const { instance, cloud, cloudInstance } = await instances.fresh(entry.instanceId)
    await startUnlessRunning({ cloud, cloudInstance })
    const isDeclared = instance.declared.some(({ keyId }) => keyId === entry.keyId)
    const isSet = wasReset(entry) || (entry.step === 'reset' && isDeclared)
    if (isSet && profile.read().keys.some(({ id }) => id === entry.keyId)) {
      const at = new Date(clock.now()).toISOString()
      const { instanceId, keyId } = entry
      await profile.update((now) => withBinding(now, { instanceId, keyId, user: instance.user, at }))
    }
    await instances.fresh(entry.instanceId)
  }
}

function newJob({ id, keyId, instanceId, user, steps }: BindPlan, instanceName: string): BindJob {
  const waiting = steps.map((step) => ({ ...step, state: 'waiting' as const }))
  return { id, keyId, instanceId, instanceName, user, steps: waiting, cancelling: false, result: null }
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

import { setTimeout as sleep } from 'node:timers/promises'
import type {
  BindAction,
  BindJob,
  BindPlan,
  BindResult,
  InterruptedBinding,
  SshLogin,
  WantedLogin,
} from '../../contract/bindings.js'
import type { Instance } from '../../contract/instances.js'
import type { KeyPair } from '../../contract/keys.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import { type LiveValue as Live, createLiveValue as live } from '../../main/core/lib/live-value.js'
import type { BindingsService } from '../../main/core/services.js'
import { ago } from './fake-data.js'

export interface FakeBindingsOptions {
  find(instanceId: string): Instance | undefined
  keys(): KeyPair[]
  stepMs: number
  outcome: BindResult['outcome']
  interrupted: boolean
  bound(instanceId: string, keyId: string): void
}

/** Bindings that pass through every step in time and end as told. */
export function fakeBindings(options: FakeBindingsOptions): BindingsService {
  const plans = new Map<string, BindPlan>()
  const jobs = new Map<string, Live<BindJob>>()
  let interrupted: InterruptedBinding[] = options.interrupted ? [cutOff] : []
  const job = (id: string) => {
    const found = jobs.get(id)
    if (found === undefined) throw new LatchkeyError('binding-not-found', 'This binding is not known.')
    return found
  }

  const named = (instanceId: string, keyId: string): Named => {
    const instance = options.find(instanceId)
    const key = options.keys().find(({ id }) => id === keyId)
    if (instance === undefined || key === undefined)
      throw new LatchkeyError('instance-not-found', 'This instance is no longer there.')
    return { instance, key }
  }
  const plan = (action: BindAction, keyId: string, instanceId: string, user?: string) => {
    const { instance, key } = named(instanceId, keyId)
    const made = planOf(`p${plans.size + 1}`, action, instance, key, user ?? instance.user)
    plans.set(made.id, made)
    return made
  }
  const run = (planId: string, batchId: string | null) => {
    const wanted = plans.get(planId)
    if (wanted === undefined) throw new LatchkeyError('binding-plan-stale', 'The instance has changed since.')
    const name = options.find(wanted.instanceId)?.name ?? wanted.instanceId
    const started = live(jobOf(wanted, name, batchId))
    jobs.set(wanted.id, started)
    void carryOut(started, options)
    return started.get()
  }

  return {
    async plan({ keyId, instanceId, user, by, login }) {
      const cloudPlan = plan('bind', keyId, instanceId, user)
      if (by !== 'ssh') return cloudPlan
      const sshPlan = overSsh(cloudPlan, named(instanceId, keyId), login)
      plans.set(sshPlan.id, sshPlan)
      return sshPlan
    },
    planMany: async ({ action, keyId, instanceIds, user, by, login }) =>
      instanceIds.map((instanceId) => {
        if (options.find(instanceId)?.state !== 'error') {
          const cloudPlan = plan(action, keyId, instanceId, user)
          if (by !== 'ssh') return { instanceId, plan: cloudPlan, problem: null }
          const sshPlan = overSsh(cloudPlan, named(instanceId, keyId), login)
          plans.set(sshPlan.id, sshPlan)
          return { instanceId, plan: sshPlan, problem: null }
        }
        const { info } = new LatchkeyError('cloud-failed', 'It is in the state Error: no key can be bound.')
        return { instanceId, plan: null, problem: info }
      }),
    run: async ({ planId }) => run(planId, null),
    runMany: async ({ planIds }) => {
      const batchId = `b-${planIds[0]}`
      return planIds.map((planId) => ({ planId, job: run(planId, batchId), problem: null }))
    },
    runningCount: () => 0,
    jobs: async () => [...jobs.values()].map((started) => started.get()),
    watch: async ({ id }, { signal }) => job(id).watch(signal),
    async cancel({ id }) {
      job(id).set({ ...job(id).get(), cancelling: true })
    },
    interrupted: async () => interrupted,
    async settle({ id }) {
      interrupted = interrupted.filter((one) => one.id !== id)
    },
  }
}

const cutOff: InterruptedBinding = {
  id: 'i1',
  action: 'bind',
  keyId: 'k1',
  instanceId: 'a1/vm-0',
  instanceName: 'web-1',
  startedAt: ago(60 * 13),
  by: 'cloud',
  step: 'reset',
  ended: false,
  users: [],
  mayBeStopped: true,
}

function planOf(id: string, action: BindAction, instance: Instance, key: KeyPair, user: string): BindPlan {
  const stops = instance.state !== 'stopped'
  const replaces = instance.declared.map(({ cloudName }) => cloudName).filter((name) => name !== key.name)
  return {
    id,
    action,
    keyId: key.id,
    instanceId: instance.id,
    by: 'cloud',
    ways: ['cloud', 'ssh'],
    login: null,
    way: 'Reset SSH key (CloudStack)',
    consequences: [
      ...(stops ? [`${instance.name} stops for about a minute.`] : []),
      ...replaces.map((name) => `The key ${name} stops working on ${instance.name}.`),
      'CloudStack may set a new root password.',
    ],
    warnings: ['Stock images apply a reset key only if their cloud-init is told to on each boot.'],
    steps: [
      ...(action === 'bind' ? [{ name: 'push' as const, label: `Put ${key.name} on the account` }] : []),
      ...(stops ? [{ name: 'stop' as const, label: `Stop ${instance.name}` }] : []),
      { name: 'reset', label: 'Reset SSH key' },
      { name: 'start', label: `Start ${instance.name}` },
      { name: 'wait', label: 'Wait for SSH' },
      { name: 'prove', label: `Log in as ${user}` },
    ],
    stopsInstance: stops,
    replaces,
    verb: action === 'unbind' ? 'Unbind' : stops ? 'Stop and bind' : 'Bind',
    user,
    lastWayIn: false,
  }
}

interface Named {
  instance: Instance
  key: KeyPair
}

function overSsh(plan: BindPlan, { instance: { name }, key }: Named, wanted?: WantedLogin): BindPlan {
  const login: SshLogin = wanted === undefined || wanted.kind === 'proposed' ? { kind: 'password' } : wanted
  return {
    ...plan,
    by: 'ssh',
    login,
    way: 'authorized_keys over SSH',
    consequences: [
      `One line is added to authorized_keys of ${plan.user} on ${name}; every other line stays as it is.`,
      `A fresh login with ${key.name} proves it. If that fails, the file is put back as it was.`,
    ],
    warnings: [],
    steps: [
      { name: 'login', label: `Log in to ${name}` },
      { name: 'read', label: `Read authorized_keys of ${plan.user}` },
      { name: 'write', label: `Add the line of ${key.name}` },
      { name: 'prove', label: `Log in with ${key.name}` },
    ],
    stopsInstance: false,
    replaces: [],
    verb: 'Bind',
  }
}

function jobOf(plan: BindPlan, instanceName: string, batchId: string | null): BindJob {
  return {
    id: plan.id,
    action: plan.action,
    batchId,
    keyId: plan.keyId,
    instanceId: plan.instanceId,
    instanceName,
    user: plan.user,
    loginKeyId: plan.login?.kind === 'key' ? plan.login.keyId : null,
    steps: plan.steps.map((step) => ({ ...step, state: 'waiting' })),
    cancelling: false,
    result: null,
  }
}

async function carryOut(job: Live<BindJob>, { stepMs, outcome, bound }: FakeBindingsOptions): Promise<void> {
  for (const { name } of job.get().steps) {
    if (job.get().cancelling) return finish(job, 'cancelled')
    setStep(job, name, { state: 'running', startedAt: ago(0) })
    await sleep(stepMs)
    const fails = (name === 'reset' && outcome === 'failed') || (name === 'prove' && outcome === 'not-proven')
    setStep(job, name, { state: fails ? 'failed' : 'done', endedAt: ago(0) })
    if (fails) return finish(job, outcome)
  }
  bound(job.get().instanceId, job.get().keyId)
  finish(job, 'proven')
}

function setStep(job: Live<BindJob>, name: string, change: Partial<BindJob['steps'][number]>): void {
  const steps = job.get().steps.map((step) => (step.name === name ? { ...step, ...change } : step))
  job.set({ ...job.get(), steps })
}

function finish(job: Live<BindJob>, outcome: BindResult['outcome']): void {
  const name = job.get().instanceName
  const results: Record<BindResult['outcome'], BindResult> = {
    proven: { outcome, message: `A login on ${name} with the new key succeeded.`, instanceLeft: 'running' },
    'not-proven': {
      outcome,
      message: `CloudStack reset the key, but ${name} refuses it.`,
      advice: 'Its image applies keys at the first boot only. Add the line to authorized_keys by hand.',
      instanceLeft: 'running',
    },
    removed: { outcome, message: `The key is taken away from ${name}.`, instanceLeft: 'running' },
    cancelled: { outcome, message: `Cancelled. ${name} runs again.`, instanceLeft: 'running' },
    failed: {
      outcome,
      message: 'CloudStack could not reset the key.',
      problem: { code: 'cloud-busy', message: `Another job holds ${name}.`, retryable: true },
      instanceLeft: 'stopped',
    },
  }
  job.set({ ...job.get(), result: results[outcome] })
  job.end()
}

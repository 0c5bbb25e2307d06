import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, LoginUser, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'

/** Of the cloud's own way, then of the way over SSH; `prove` is in both. */
export const BindStepName = z.enum([
  'push',
  'stop',
  'reset',
  'start',
  'wait',
  'login',
  'read',
  'write',
  'prove',
  'undo',
])
export type BindStepName = z.infer<typeof BindStepName>

/** `cloud`: the cloud's own call. `ssh`: a line in authorized_keys, by a login that works already. */
export const BindWay = z.enum(['cloud', 'ssh'])
export type BindWay = z.infer<typeof BindWay>

/** How Latchkey gets in to put the new key there. `user`: who logs in, where it is not the one whose key it is (sudo). */
export const SshLogin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), keyId: Id, user: LoginUser.optional() }),
  /** Given with `run`. */
  z.object({ kind: z.literal('password'), user: LoginUser.optional() }),
  /** The user's own SSH agent. */
  z.object({ kind: z.literal('agent'), user: LoginUser.optional() }),
])
export type SshLogin = z.infer<typeof SshLogin>

export const BindAction = z.enum(['bind', 'unbind'])
export type BindAction = z.infer<typeof BindAction>

/** What a line of authorized_keys allows its key (sshd(8)); by default all that the account may. */
export const KeyOptions = z.object({
  /** Addresses, networks and names that it may come from. */
  from: z.array(z.string().trim().min(1).max(256)).max(50).optional(),
  /** No forwarding of any kind; a terminal all the same. */
  restrict: z.boolean().optional(),
  /** The last day on which it opens, by the server's clock. */
  lastDay: z.iso.date().optional(),
})
export type KeyOptions = z.infer<typeof KeyOptions>

/** What would happen, said before the click. Nothing has been done yet. */
export const BindPlan = z.object({
  id: Id,
  action: BindAction,
  keyId: Id,
  instanceId: Id,
  by: BindWay,
  /** The ways that there are for this instance, the proposed one first. */
  ways: z.array(BindWay),
  /** With `ssh`: how it gets in. */
  login: SshLogin.nullable(),
  /** The way in words; the cloud's own for its own, e.g. "Reset SSH key (CloudStack)". */
  way: z.string(),
  /** Plain sentences, gravest first. */
  consequences: z.array(z.string()),
  /** Things that may make it fail or do nothing, as sentences. */
  warnings: z.array(z.string()),
  steps: z.array(z.object({ name: BindStepName, label: z.string() })),
  stopsInstance: z.boolean(),
  /** Names of the keys that the cloud declares for the instance now and not after. What the guest takes is its own matter. */
  replaces: z.array(z.string()),
  /** The verb for the button: "Stop and bind", "Unbind". */
  verb: z.string(),
  user: z.string(),
})
export type BindPlan = z.infer<typeof BindPlan>

export const BindStep = z.object({
  name: BindStepName,
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'skipped', 'failed']),
  detail: z.string().optional(),
  startedAt: Time.optional(),
  endedAt: Time.optional(),
})

export const BindResult = z.object({
  /**
   * `proven`: a login with the new key succeeded. `not-proven`: the cloud did its part, the login failed. `removed`: the
   * cloud has taken the key away.
   */
  outcome: z.enum(['proven', 'not-proven', 'removed', 'cancelled', 'failed']),
  message: z.string(),
  /** The known reason that fits, and what to do. */
  advice: z.string().optional(),
  problem: ErrorInfo.optional(),
  /** What the instance was left as. */
  instanceLeft: z.enum(['running', 'stopped', 'unknown']),
})
export type BindResult = z.infer<typeof BindResult>

/** A binding under way or ended, whole each time: the newest replaces the one before. */
export const BindJob = z.object({
  id: Id,
  action: BindAction,
  /** The same for all that were begun together; null for one alone. */
  batchId: Id.nullable(),
  keyId: Id,
  instanceId: Id,
  instanceName: z.string(),
  /** The login user that the proof tries first. */
  user: z.string(),
  steps: z.array(BindStep),
  cancelling: z.boolean(),
  result: BindResult.nullable(),
})
export type BindJob = z.infer<typeof BindJob>

/** A binding that a crash or a quit cut off. */
export const InterruptedBinding = z.object({
  id: Id,
  action: BindAction,
  keyId: Id,
  instanceId: Id,
  instanceName: z.string(),
  startedAt: Time,
  by: BindWay,
  /** The step under way when it was cut off. */
  step: BindStepName,
  /** True where the instance ran before and may have been left stopped. */
  mayBeStopped: z.boolean(),
})
export type InterruptedBinding = z.infer<typeof InterruptedBinding>

/** As many as can be looked through before the click. */
export const MOST_AT_ONCE = 100

/** What would happen to one of several instances, or why nothing can. */
export const PlannedTarget = z.object({
  instanceId: Id,
  plan: BindPlan.nullable(),
  problem: ErrorInfo.nullable(),
})
export type PlannedTarget = z.infer<typeof PlannedTarget>

/** What became of one of several plans: a job, or why there is none. */
export const StartedTarget = z.object({
  planId: Id,
  job: BindJob.nullable(),
  problem: ErrorInfo.nullable(),
})
export type StartedTarget = z.infer<typeof StartedTarget>

const several = z.array(Id).min(1).max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} instances at once.`)

export const bindings = {
  plan: procedure
    .input(
      z.object({
        keyId: Id,
        instanceId: Id,
        user: LoginUser.optional(),
        /** By default the cloud's, where it has one. */
        by: BindWay.optional(),
        /** With `ssh`; by default the key that is bound or was proven last, else a password. */
        login: SshLogin.optional(),
        options: KeyOptions.optional(),
        /** With `ssh`: what to do about a line that the key has already with other options. By default the job fails and says so. */
        onExisting: z.enum(['ask', 'keep', 'replace']).optional(),
      }),
    )
    .output(BindPlan),
  /**
   * Carries out a plan in the host, whether or not anyone watches. `binding-plan-stale` if the instance changed since.
   * `password`: for a login with one, and for sudo where it asks.
   */
  run: procedure.input(z.object({ planId: Id, password: z.string().max(1024).optional() })).output(BindJob),
  /** For each instance by itself, in the order given: one that can't be bound is one row. */
  planMany: procedure
    .input(z.object({ action: BindAction, keyId: Id, instanceIds: several }))
    .output(z.array(PlannedTarget)),
  /** Carries out plans side by side, in one call of the cloud where it takes several instances; each is a job of its own. */
  runMany: procedure.input(z.object({ planIds: several })).output(z.array(StartedTarget)),
  /** The jobs of this run of the host, under way and ended, the oldest first. */
  jobs: procedure.output(z.array(BindJob)),
  /** The job as it is, then after each change; ends after the result. */
  watch: procedure.input(z.object({ id: Id })).output(eventIterator(BindJob)),
  /** Stops before the next step, and starts the instance again if the job stopped it. */
  cancel: procedure.input(z.object({ id: Id })).output(Nothing),
  interrupted: procedure.output(z.array(InterruptedBinding)),
  /** `restart`: starts the instance and forgets the entry. `dismiss`: only forgets it. */
  settle: procedure.input(z.object({ id: Id, action: z.enum(['restart', 'dismiss']) })).output(Nothing),
}

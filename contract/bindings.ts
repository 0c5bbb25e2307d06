import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Id, LoginUser, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { FromPattern } from './from-pattern.js'
import { Said } from './words/said.js'

/** Of the cloud's own way, then of the way over SSH; `prove` is in both. `spare`: another way in is proven before one goes; `others`: the
 * key is put there for further users. */
export const BindStepName = z.enum([
  'push',
  'stop',
  'reset',
  'start',
  'wait',
  'login',
  'read',
  'spare',
  'write',
  'prove',
  'others',
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

/** What is wished for a login: one of these, or what is proposed for the instance, by another user. */
export const WantedLogin = z.discriminatedUnion('kind', [
  ...SshLogin.options,
  z.object({ kind: z.literal('proposed'), user: LoginUser.optional() }),
])
export type WantedLogin = z.infer<typeof WantedLogin>

export const BindAction = z.enum(['bind', 'unbind'])
export type BindAction = z.infer<typeof BindAction>

/** What a line of authorized_keys allows its key (sshd(8)); by default all that the account may. */
export const KeyOptions = z.object({
  /** Addresses, networks and names that it may come from. */
  from: z.array(FromPattern).max(50).optional(),
  /** No forwarding of any kind; a terminal all the same. */
  restrict: z.boolean().optional(),
  /** The last day on which it opens, by the server's clock and in its time zone; not one that is over here. */
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
  way: Said,
  /** Plain sentences, gravest first. */
  consequences: z.array(Said),
  /** Things that may make it fail or do nothing, as sentences. */
  warnings: z.array(Said),
  steps: z.array(z.object({ name: BindStepName, label: Said })),
  stopsInstance: z.boolean(),
  /** Names of the keys that the cloud declares for the instance now and not after. What the guest takes is its own matter. */
  replaces: z.array(z.string()),
  /** The verb for the button: "Stop and bind", "Unbind". */
  verb: Said,
  user: z.string(),
  /**
   * An unbind of a key beside which no other is proven to open the instance. By the cloud it is refused, unless the name of
   * the instance is typed; over SSH it fails, unless another is found in the file or the name is typed.
   */
  lastWayIn: z.boolean(),
})
export type BindPlan = z.infer<typeof BindPlan>

export const BindStep = z.object({
  name: BindStepName,
  label: Said,
  state: z.enum(['waiting', 'running', 'done', 'skipped', 'failed']),
  detail: Said.optional(),
  startedAt: Time.optional(),
  endedAt: Time.optional(),
})

export const BindResult = z.object({
  /**
   * `proven`: a login with the new key succeeded. `not-proven`: the cloud did its part, the login failed. `removed`: the
   * cloud has taken the key away, or over SSH a login has shown that it is refused.
   */
  outcome: z.enum(['proven', 'not-proven', 'removed', 'cancelled', 'failed']),
  message: Said,
  /** The known reason that fits, and what to do. */
  advice: Said.optional(),
  problem: ErrorInfo.optional(),
  /** What became of it for further users, where that was asked for. */
  others: z
    .array(z.object({ user: z.string(), outcome: z.enum(['proven', 'failed']), message: Said }))
    .optional(),
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
  /** Over SSH: the key pair that logs in for it; null for another way in. */
  loginKeyId: Id.nullable(),
  steps: z.array(BindStep),
  cancelling: z.boolean(),
  result: BindResult.nullable(),
})
export type BindJob = z.infer<typeof BindJob>

/** How a binding over SSH was to be done, so that it can be begun again in the same way. */
export const ChosenHow = z.object({
  user: z.string(),
  login: SshLogin,
  options: KeyOptions,
  alsoUsers: z.array(z.string()),
})

/** A binding that a crash or a quit cut off, or that has left something on the instance which waits for the user. */
export const InterruptedBinding = z.object({
  id: Id,
  action: BindAction,
  keyId: Id,
  instanceId: Id,
  instanceName: z.string(),
  startedAt: Time,
  by: BindWay,
  /** The step under way when it was cut off, or the last one. */
  step: BindStepName,
  /** False where it was cut off. */
  ended: z.boolean(),
  /** Over SSH: whose authorized_keys may be the old or the new one. Empty: nobody's, or it is not known whose. */
  users: z.array(z.string()),
  /** Over SSH; absent in what earlier versions have left. */
  how: ChosenHow.optional(),
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

/** How several are bound, or one: what the same procedure takes for each. */
const how = {
  user: LoginUser.optional(),
  /** By default the cloud's, where it has one and nothing is asked for that only SSH can do. */
  by: BindWay.optional(),
  /** With `ssh`; by default the key that was proven last, that is bound or that the cloud declares, else a password. */
  login: WantedLogin.optional(),
  /** Binding over SSH; the cloud's own way has none. */
  options: KeyOptions.optional(),
  /** Binding with `ssh`: other users of the instance whose authorized_keys take the key too. Who logs in becomes them. */
  alsoUsers: z.array(LoginUser).max(20).optional(),
  /** With `ssh`: what to do about a line that the key has already with other options. By default the job fails and says so. */
  onExisting: z.enum(['ask', 'keep', 'replace']).optional(),
}

const each = z
  .array(z.object({ instanceId: Id, user: LoginUser.optional(), login: WantedLogin.optional() }))
  .max(MOST_AT_ONCE)

/** What was chosen about the way, for all instances; the host proposes the rest. `each`: where one is to be done otherwise. */
export const BindHow = z.object({ ...how, each: each.optional() })
export type BindHow = z.infer<typeof BindHow>

const several = z.array(Id).min(1).max(MOST_AT_ONCE, `At most ${MOST_AT_ONCE} instances at once.`)

export const bindings = {
  plan: procedure
    .input(
      z.object({
        /** By default bind. */
        action: BindAction.optional(),
        keyId: Id,
        instanceId: Id,
        ...how,
      }),
    )
    .output(BindPlan),
  /**
   * Carries out a plan in the host, whether or not anyone watches. `binding-plan-stale` if the instance changed since.
   * `password`: for a login with one, and for sudo where it asks. `typedName`: the instance's name, typed by the user to
   * have a key taken away though no other is proven to open it, which is `key-last-way-in` else.
   */
  run: procedure
    .input(
      z.object({
        planId: Id,
        password: z.string().max(1024).optional(),
        typedName: z.string().max(1024).optional(),
      }),
    )
    .output(BindJob),
  /** For each instance by itself, in the order given: one that can't be bound is one row. `each`: where one is to be done otherwise. */
  planMany: procedure
    .input(
      z.object({
        action: BindAction,
        keyId: Id,
        instanceIds: several,
        ...how,
        each: each.optional(),
      }),
    )
    .output(z.array(PlannedTarget)),
  /**
   * Carries out plans side by side, in one call of the cloud where it takes several instances; each is a job of its own.
   * `password`: for every login with one, and for sudo where it asks; wiped when the last job has ended. `typedNames`: by the
   * plan, as in `run`.
   */
  runMany: procedure
    .input(
      z.object({
        planIds: several,
        password: z.string().max(1024).optional(),
        typedNames: z.record(Id, z.string().max(1024)).optional(),
      }),
    )
    .output(z.array(StartedTarget)),
  /** The jobs of this run of the host, under way and ended within the last hour, the oldest first. */
  jobs: procedure.output(z.array(BindJob)),
  /** The job as it is, then after each change; ends after the result. */
  watch: procedure.input(z.object({ id: Id })).output(eventIterator(BindJob)),
  /** Stops before the next step, and starts the instance again if the job stopped it. */
  cancel: procedure.input(z.object({ id: Id })).output(Nothing),
  interrupted: procedure.output(z.array(InterruptedBinding)),
  /** `restart`: starts the instance and forgets the entry. `dismiss`: only forgets it. */
  settle: procedure.input(z.object({ id: Id, action: z.enum(['restart', 'dismiss']) })).output(Nothing),
}

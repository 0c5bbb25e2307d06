import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { CloudKeyRef } from './accounts.js'
import { Id, Nothing, procedure, Time } from './base.js'
import { ErrorInfo } from './errors.js'
import { Said } from './words/said.js'

/** Which key pairs, and on which accounts they belong: what the user wants, whatever is there. */
export const WantedRule = z.object({
  id: Id,
  keys: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), keyId: Id }),
    /** Whoever has the tag now. */
    z.object({ kind: z.literal('tag'), tag: z.string().min(1).max(50) }),
    z.object({ kind: z.literal('all') }),
  ]),
  accounts: z.discriminatedUnion('kind', [
    /** Those that are added later too. */
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('some'), accountIds: z.array(Id).min(1).max(1000) }),
  ]),
})
export type WantedRule = z.infer<typeof WantedRule>

/** What the user lets a plan do beyond putting on accounts what is missing. */
export const SyncOptions = z.object({
  /** Keys get the name of their key pair, where the cloud can rename them. */
  rename: z.boolean(),
  /** Key pairs of the vault go from accounts where no rule wants them. Keys that the vault does not know never go. */
  remove: z.boolean(),
})
export type SyncOptions = z.infer<typeof SyncOptions>

/** Who is known to trust a key that is to go, by the account's instances: names, from the cache. */
export const KeyTrust = z.object({
  /** By the cloud's word. */
  declared: z.array(z.string()),
  /** Seen in authorized_keys. */
  observed: z.array(z.string()),
  /** Logins with it succeeded. */
  proven: z.array(z.string()),
})
export type KeyTrust = z.infer<typeof KeyTrust>

export const SyncStep = z.object({
  id: Id,
  accountId: Id,
  keyId: Id,
  keyName: z.string(),
  /** `nothing`: it is there already. `not-taken`: the cloud does not take keys of its type, so it is not tried. */
  kind: z.enum(['push', 'rename', 'remove', 'nothing', 'not-taken']),
  /** The name on the account: after the step; of a removal, before it. */
  cloudName: z.string(),
  /** What is there under which name, for `rename` and `remove`. */
  key: CloudKeyRef.nullable(),
  /** Why it is done, or not, as a sentence. */
  why: Said,
  /** Only of a removal. */
  trust: KeyTrust.nullable(),
})
export type SyncStep = z.infer<typeof SyncStep>

/** What would be done, after asking each account what it holds. Nothing has been done yet. */
export const SyncPlan = z.object({
  id: Id,
  options: SyncOptions,
  /** The accounts that rules name. */
  accounts: z.array(
    z.object({
      accountId: Id,
      name: z.string(),
      /** Why it could not be read; it then has no steps. */
      problem: ErrorInfo.optional(),
      /** Which of its regions could not be read, and why. What is wanted is to be put there, whether or not it is there. */
      unread: ErrorInfo.optional(),
    }),
  ),
  steps: z.array(SyncStep),
  /** Plain sentences, gravest first. */
  consequences: z.array(Said),
})
export type SyncPlan = z.infer<typeof SyncPlan>

export const SyncStepState = z.enum([
  'waiting',
  'running',
  'done',
  /** It was so already: done before, or by somebody else. */
  'already',
  /** Nobody wants it any more: the rules, the key pair or the account have changed since. */
  'dropped',
  'failed',
])
export type SyncStepState = z.infer<typeof SyncStepState>

export const SyncRunStep = SyncStep.extend({ state: SyncStepState, problem: ErrorInfo.optional() })
export type SyncRunStep = z.infer<typeof SyncRunStep>

/** A plan that is carried out, or was: whole each time, the newest replaces the one before. */
export const SyncRun = z.object({
  id: Id,
  startedAt: Time,
  /** Null while it runs, and where it was cut off. */
  endedAt: Time.nullable(),
  /** `interrupted`: cut off by the end of the program, or cancelled; steps are left. */
  state: z.enum(['running', 'cancelling', 'interrupted', 'ended']),
  accounts: z.array(z.object({ accountId: Id, name: z.string() })),
  steps: z.array(SyncRunStep),
})
export type SyncRun = z.infer<typeof SyncRun>

export const DriftItem = z.object({
  accountId: Id,
  kind: z.enum([
    'key-added',
    'key-gone',
    'key-renamed',
    /** Another key under the same name. */
    'key-replaced',
    'instance-new',
    'instance-gone',
    /** It declares other keys. */
    'instance-keys',
  ]),
  /** Of the key on the account, or of the instance. */
  name: z.string(),
  region: z.string().nullable(),
  /** What it was before: a name, or the names of the keys. */
  before: z.array(z.string()),
  now: z.array(z.string()),
  /** The vault's key pair that the key is; null where the vault does not know it, and for instances. */
  keyId: Id.nullable(),
})
export type DriftItem = z.infer<typeof DriftItem>

/** What is otherwise on the accounts than when the user last took note, and was not done here. */
export const Drift = z.object({
  accounts: z.array(
    z.object({
      accountId: Id,
      /** What it is compared with was read then. */
      since: Time,
      /** What is compared was read then. */
      readAt: Time,
      items: z.array(DriftItem),
    }),
  ),
})
export type Drift = z.infer<typeof Drift>

export const sync = {
  rules: procedure.output(z.array(WantedRule)),
  /** Adds a rule, or changes the one with this id. One that says what another says already changes nothing. */
  saveRule: procedure.input(WantedRule.partial({ id: true })).output(z.array(WantedRule)),
  /** Nothing goes from an account by that. */
  removeRule: procedure.input(z.object({ id: Id })).output(z.array(WantedRule)),
  /** Asks the accounts that rules name what they hold, side by side, and says what is to be done. Changes nothing. */
  plan: procedure.input(SyncOptions).output(SyncPlan),
  /**
   * Carries out the chosen steps of a plan in the host, whether or not anyone watches. `sync-plan-stale` where the plan
   * is older than 10 minutes or the rules have changed, `sync-running` while another one runs.
   */
  run: procedure.input(z.object({ planId: Id, stepIds: z.array(Id).min(1) })).output(SyncRun),
  /** The last run, then each change; null without one. */
  watch: procedure.output(eventIterator(SyncRun.nullable())),
  /** Ends before the steps that have not begun. */
  cancel: procedure.output(Nothing),
  /** Does what is left of the last run, and what has failed, after looking what is done already. */
  resume: procedure.output(SyncRun),
  /** Forgets a run that does not run: what is left of it is not done. */
  dismiss: procedure.output(Nothing),
  /** From what was read last, without the network. */
  drift: procedure.output(Drift),
  /** The user has seen it: what was read last is what later readings are held against. */
  acceptDrift: procedure.input(z.object({ accountId: Id.optional() })).output(Drift),
}

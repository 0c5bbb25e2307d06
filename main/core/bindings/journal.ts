import type { BindStepName, InterruptedBinding } from '../../../contract/bindings.js'
import { parseInstanceId } from '../inventory/instance-view.js'
import type { ProfileStore } from '../ports.js'
import type { BindingJournal, Profile } from '../profile.js'
import { stalePlan } from './plan-book.js'

/** What stands in the profile about bindings under way: written before what it tells of, removed after the end. */
export interface Journal {
  entries(): BindingJournal[]
  entry(id: string): BindingJournal | undefined
  /** Throws `binding-plan-stale` where the key pair or the account has gone meanwhile. */
  begin(entry: BindingJournal): Promise<void>
  /** Before a step. `stop` is the step after which the instance counts as stopped by us. */
  reach(id: string, step: BindStepName): Promise<void>
  forget(id: string): Promise<void>
  /** Also those of earlier jobs: the instance is known not to be left stopped by any. */
  forgetInstance(instanceId: string): Promise<void>
}

/** The journal in the profile; what stands in it keeps its key pair and its account from being removed. */
export function createJournal(profile: ProfileStore): Journal {
  const change = async (next: (entries: BindingJournal[]) => BindingJournal[]) => {
    await profile.update((now) => ({ ...now, bindingJournal: next(now.bindingJournal) }))
  }
  const entries = () => profile.read().bindingJournal
  return {
    entries,
    entry: (id) => entries().find((entry) => entry.id === id),
    async begin(entry) {
      await profile.update((now) => {
        requireStillThere(now, entry)
        return { ...now, bindingJournal: [...now.bindingJournal, entry] }
      })
    },
    reach: (id, step) =>
      change((all) =>
        all.map((entry) =>
          entry.id === id ? { ...entry, step, stoppedByUs: entry.stoppedByUs || step === 'stop' } : entry,
        ),
      ),
    forget: (id) => change((all) => all.filter((entry) => entry.id !== id)),
    forgetInstance: (instanceId) => change((all) => all.filter((entry) => entry.instanceId !== instanceId)),
  }
}

/** From the first entry on `requireSettled` holds both; between the plan and the entry they could be removed. */
function requireStillThere({ keys, accounts }: Profile, { keyId, instanceId }: BindingJournal): void {
  const accountId = parseInstanceId(instanceId)?.accountId ?? ''
  const key = keys.some(({ id, phase, binnedAt }) => id === keyId && phase === 'stored' && binnedAt === null)
  const account = accounts.some(({ id, phase }) => id === accountId && phase === 'stored')
  if (key && account) return
  throw stalePlan('The key pair or the account was removed after the plan was made.')
}

/** A journal's entry as the window is told of it. */
export function toInterrupted({ stoppedByUs, by = 'cloud', ...entry }: BindingJournal): InterruptedBinding {
  return { ...entry, by, mayBeStopped: stoppedByUs }
}

/** Whether the cloud had done the change before the job was cut off. */
export function wasReset({ by, step }: BindingJournal): boolean {
  if (by === 'ssh') return false
  return step === 'start' || step === 'wait' || step === 'prove'
}

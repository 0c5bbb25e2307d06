import type { BindStepName, InterruptedBinding } from '../../../contract/bindings.js'
import { hasPlace } from '../inventory/place.js'
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
  /** The job has ended, and it is not known what stands in authorized_keys of these users. */
  leave(id: string, users: string[]): Promise<void>
  /**
   * A job over SSH has found or made authorized_keys of these users right for the key: what earlier ones have left in doubt
   * there is settled, and so is whether one by the cloud has left the instance stopped.
   */
  settle(of: Pick<BindingJournal, 'keyId' | 'instanceId'>, users: string[]): Promise<void>
  /** Those of the cloud's own way, earlier ones too: the instance is known not to be left stopped by any. */
  forgetStops(instanceId: string): Promise<void>
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
    leave: (id, users) =>
      change((all) => all.map((entry) => (entry.id === id ? { ...entry, users, ended: true } : entry))),
    settle: ({ keyId, instanceId }, users) =>
      change((all) =>
        all.flatMap((entry) => {
          if (entry.instanceId !== instanceId) return [entry]
          if (entry.by !== 'ssh') return []
          return entry.keyId === keyId ? stillInDoubt(entry, users) : [entry]
        }),
      ),
    forgetStops: (instanceId) =>
      change((all) => all.filter((entry) => entry.instanceId !== instanceId || entry.by === 'ssh')),
  }
}

/** The entry for those of its users who are not seen to. */
function stillInDoubt(entry: BindingJournal, seenTo: string[]): BindingJournal[] {
  const doubtful = inDoubt(entry)
  if (doubtful === null) return [entry]
  const users = doubtful.filter((user) => !seenTo.includes(user))
  if (users.length === 0) return []
  return users.length === doubtful.length ? [entry] : [{ ...entry, users, ended: true }]
}

/** Whose authorized_keys may be the old or the new one; null where the entry does not tell. */
function inDoubt({ step, users, ended }: BindingJournal): string[] | null {
  if (step === 'login' || step === 'read' || step === 'spare') return []
  if (users === undefined || ended) return users ?? null
  // With the others begun, the binding's own user was proven.
  return step === 'others' ? users.slice(1) : users.slice(0, 1)
}

/** From the first entry on `requireSettled` holds both; between the plan and the entry they could be removed. */
function requireStillThere(profile: Profile, { action, keyId, instanceId }: BindingJournal): void {
  const key = profile.keys.some(
    ({ id, phase, binnedAt }) =>
      id === keyId && phase === 'stored' && (binnedAt === null || action === 'unbind'),
  )
  if (key && hasPlace(profile, instanceId)) return
  throw stalePlan('The key pair, the account or the host was removed after the plan was made.')
}

/** A journal's entry as the window is told of it. */
export function toInterrupted(journal: BindingJournal): InterruptedBinding {
  const { stoppedByUs, by = 'cloud', ended = false, ...entry } = journal
  return { ...entry, by, ended, users: inDoubt(journal) ?? [], mayBeStopped: stoppedByUs }
}

/** Whether the cloud had done the change before the job was cut off. */
export function wasReset({ by, step }: BindingJournal): boolean {
  if (by === 'ssh') return false
  return step === 'start' || step === 'wait' || step === 'prove'
}

import type { BindStepName, InterruptedBinding } from '../../../contract/bindings.js'
import type { ProfileStore } from '../ports.js'
import type { BindingJournal } from '../profile.js'

/** What stands in the profile about bindings under way: written before what it tells of, removed after the end. */
export interface Journal {
  entries(): BindingJournal[]
  entry(id: string): BindingJournal | undefined
  begin(entry: BindingJournal): Promise<void>
  /** Before a step. `stop` is the step after which the instance counts as stopped by us. */
  reach(id: string, step: BindStepName): Promise<void>
  forget(id: string): Promise<void>
  /** Also those of earlier jobs: the instance is known not to be left stopped by any. */
  forgetInstance(instanceId: string): Promise<void>
}

export function createJournal(profile: ProfileStore): Journal {
  const change = async (next: (entries: BindingJournal[]) => BindingJournal[]) => {
    await profile.update((now) => ({ ...now, bindingJournal: next(now.bindingJournal) }))
  }
  const entries = () => profile.read().bindingJournal
  return {
    entries,
    entry: (id) => entries().find((entry) => entry.id === id),
    begin: (entry) => change((all) => [...all, entry]),
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

export function toInterrupted({ stoppedByUs, ...entry }: BindingJournal): InterruptedBinding {
  return { ...entry, mayBeStopped: stoppedByUs }
}

/** Whether the cloud had set the key before the job was cut off. */
export function wasReset({ step }: BindingJournal): boolean {
  return step === 'start' || step === 'wait' || step === 'prove'
}

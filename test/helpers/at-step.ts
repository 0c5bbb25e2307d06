import type { BindStepName } from '../../contract/bindings.js'
import type { ProfileStore } from '../../main/core/ports.js'

/** A profile store that does `work` each time when what is written says that a binding is at the step. */
export function atStep(profile: ProfileStore, step: BindStepName, work: () => Promise<void>): ProfileStore {
  return {
    ...profile,
    async update(change) {
      const next = await profile.update(change)
      if (next.bindingJournal.some((entry) => entry.step === step)) await work()
      return next
    },
  }
}

/**
 * A profile store in which a program ends: the write that reaches the step, or the nth while it is at it, is its last.
 * `login` is the step of the entry itself, and is reached with the second.
 */
export function endsAt(profile: ProfileStore, step: BindStepName, nth = step === 'login' ? 2 : 1) {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let reached = 0
  const store = atStep(profile, step, () => {
    if (++reached < nth) return Promise.resolve()
    end()
    return new Promise<never>(() => undefined)
  })
  return { store, ended }
}

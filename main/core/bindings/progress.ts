import type { BindJob, BindResult, BindStepName } from '../../../contract/bindings.js'
import { createLiveValue, type LiveValue } from '../lib/live-value.js'
import type { Clock } from '../ports.js'

type Step = BindJob['steps'][number]

/** A job as its watchers see it. */
export interface Progress {
  live: LiveValue<BindJob>
  /** Runs the work of a step: `running` until it ends, then `done`, or `failed` where it throws. */
  run<T>(step: BindStepName, work: () => Promise<T>): Promise<T>
  /** Says what is going on within a step. */
  detail(step: BindStepName, detail: string): void
  /** A step that was not planned follows the others. */
  add(step: BindStepName, label: string): void
  cancelling(): void
  /** Nothing follows: what has not begun was skipped. */
  end(result: BindResult): void
  /** In ms since the epoch; null while it is under way. */
  endedAt(): number | null
}

/** Follows a job that has not begun. */
export function createProgress(job: BindJob, clock: Clock): Progress {
  const live = createLiveValue(job)
  let endedAt: number | null = null
  const now = () => new Date(clock.now()).toISOString()
  const change = (step: BindStepName, parts: Partial<Step>) => {
    const steps = live.get().steps.map((known) => (known.name === step ? { ...known, ...parts } : known))
    live.set({ ...live.get(), steps })
  }
  return {
    live,
    async run(step, work) {
      change(step, { state: 'running', startedAt: now() })
      try {
        const result = await work()
        change(step, { state: 'done', endedAt: now() })
        return result
      } catch (error) {
        change(step, { state: 'failed', endedAt: now() })
        throw error
      }
    },
    detail: (step, detail) => change(step, { detail }),
    add(name, label) {
      const { steps } = live.get()
      live.set({ ...live.get(), steps: [...steps, { name, label, state: 'waiting' }] })
    },
    cancelling: () => live.set({ ...live.get(), cancelling: true }),
    end(result) {
      const steps = live
        .get()
        .steps.map((step): Step => (step.state === 'waiting' ? { ...step, state: 'skipped' } : step))
      endedAt = clock.now()
      live.set({ ...live.get(), steps, result })
      live.end()
    },
    endedAt: () => endedAt,
  }
}

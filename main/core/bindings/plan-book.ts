import type { BindPlan } from '../../../contract/bindings.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import type { Look } from './look.js'

/** Plans that were shown and wait for the click, with what they were made from. In memory only. */
export interface PlanBook {
  keep(plan: BindPlan, look: Look): void
  /** Once only. Throws `binding-plan-stale` for a plan that was taken, is older than 10 minutes or never was. */
  take(planId: string): { plan: BindPlan; look: Look }
}

const LIFE_MS = 10 * 60_000

/** An empty book. */
export function createPlanBook(clock: Clock): PlanBook {
  const kept = new Map<string, { plan: BindPlan; look: Look; until: number }>()
  const dropOld = () => {
    for (const [id, { until }] of kept) if (until < clock.now()) kept.delete(id)
  }
  return {
    keep(plan, look) {
      dropOld()
      kept.set(plan.id, { plan, look, until: clock.now() + LIFE_MS })
    },
    take(planId) {
      dropOld()
      const found = kept.get(planId)
      kept.delete(planId)
      if (found === undefined) throw stalePlan('The plan has expired.')
      return found
    },
  }
}

/** `why` is a sentence. */
export function stalePlan(why: string): LatchkeyError {
  return new LatchkeyError('binding-plan-stale', why, {
    advice: 'Look at the new plan, then bind.',
    retryable: true,
  })
}

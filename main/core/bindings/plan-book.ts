import type { BindPlan } from '../../../contract/bindings.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import type { SshBindOrder } from './ssh-plan.js'

/** A plan that was shown, and the situation that it was made for. Without the cloud, whose credentials a lock forgets. */
export interface KeptPlan {
  plan: BindPlan
  instanceName: string
  /** As `situationOf` tells it. */
  situation: string
  /** With the way over SSH. */
  ssh?: SshBindOrder
}

/** Plans that were shown and wait for the click. In memory only. */
export interface PlanBook {
  keep(kept: KeptPlan): void
  /** Once only. Throws `binding-plan-stale` for a plan that was taken, is older than 10 minutes or never was. */
  take(planId: string): KeptPlan
}

const LIFE_MS = 10 * 60_000

/** An empty book. */
export function createPlanBook(clock: Clock): PlanBook {
  const kept = new Map<string, KeptPlan & { until: number }>()
  const dropOld = () => {
    for (const [id, { until }] of kept) if (until < clock.now()) kept.delete(id)
  }
  return {
    keep(plan) {
      dropOld()
      kept.set(plan.plan.id, { ...plan, until: clock.now() + LIFE_MS })
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

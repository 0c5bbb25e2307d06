import { randomUUID } from 'node:crypto'
import type { SyncPlan, SyncRun, WantedRule } from '../../../contract/sync.js'
import type { ActivityRecord, Happening } from '../activity/record.js'
import type { CloudAdapter } from '../clouds/cloud.js'
import type { Observations } from '../inventory/observations.js'
import { LatchkeyError } from '../lib/error.js'
import type { Ports } from '../ports.js'
import type { AccountsService, InstancesService, SyncService } from '../services.js'
import { createDrift } from './drift.js'
import { createSyncJournal } from './journal.js'
import { createPlanner } from './make-plan.js'
import { isWork } from './plan.js'
import { createRunner } from './runner.js'
import { isSameRule } from './wanted.js'

export interface SyncParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'syncRun' | 'driftBaseline'>
  accounts: Pick<AccountsService, 'cloud'>
  instances: Pick<InstancesService, 'list' | 'refresh' | 'told'>
  observations: Pick<Observations, 'all'>
  adapters: readonly CloudAdapter[]
  note: ActivityRecord['note']
}

/** All of the sync service, and what it takes to drive it. */
export interface Sync extends SyncService {
  /** To be told of everything that is noted: what is done here has not drifted. */
  ownChange(happening: Happening): void
  /** Ends before the next step; what is left can be resumed. */
  close(): Promise<void>
}

const LIFE_MS = 10 * 60_000

/** Brings accounts to hold the keys that the user wants there: says what is to be done, does it, and takes up what is left. */
export function createSync({ ports, accounts, instances, observations, adapters, note }: SyncParts): Sync {
  const { profile, clock, log } = ports
  const cloud = (id: string) => accounts.cloud(id)
  const journal = createSyncJournal(ports.syncRun, log)
  const drift = createDrift({ profile, clock, log, store: ports.driftBaseline, told: () => instances.told() })
  const foundDone = drift.ownChange
  const runner = createRunner({ profile, clock, log, journal, note, foundDone, cloud })
  const makePlan = createPlanner({ profile, log, adapters, cloud, instances, observations })
  /** The plan that was shown last. */
  let shown: { plan: SyncPlan; rules: string; until: number } | null = null

  /** As they are compared. */
  const rulesNow = () => JSON.stringify(profile.read().wanted)

  async function start(run: SyncRun): Promise<SyncRun> {
    const { run: begun, ended } = await runner.start(run)
    ended.then(() => refreshTouched()).catch((error) => log.error('sync.run-failed', error))
    return begun
  }

  /** What the lists say of the accounts is from before the run. */
  async function refreshTouched(): Promise<void> {
    const steps = runner.last()?.steps ?? []
    const touched = new Set(steps.filter(({ state }) => state === 'done').map(({ accountId }) => accountId))
    await Promise.all([...touched].map(refreshOne))
  }

  /** One that was removed meanwhile, or does not answer, keeps none of the others from being read. */
  async function refreshOne(accountId: string): Promise<void> {
    try {
      await instances.refresh({ accountId }, {})
    } catch (error) {
      log.error('sync.not-refreshed', error, { accountId })
    }
  }

  function requireIdle(): void {
    if (runner.isRunning()) throw running()
  }

  return {
    rules: async () => profile.read().wanted,

    async saveRule({ id, keys, accounts: where }) {
      const rule = { id: id ?? randomUUID(), keys, accounts: where }
      const after = await profile.update((now) => ({ ...now, wanted: withRule(now.wanted, rule) }))
      return after.wanted
    },

    async removeRule({ id }) {
      const after = await profile.update((now) => ({
        ...now,
        wanted: now.wanted.filter((rule) => rule.id !== id),
      }))
      return after.wanted
    },

    async plan(options, { signal }) {
      const rules = rulesNow()
      const plan = await makePlan(options, signal)
      shown = { plan, rules, until: clock.now() + LIFE_MS }
      return plan
    },

    async run({ planId, stepIds }) {
      await runner.loaded()
      requireIdle()
      if (shown?.plan.id !== planId || shown.until < clock.now()) throw stale('The plan has expired.')
      if (shown.rules !== rulesNow()) throw stale('The rules have changed since the plan was made.')
      const steps = shown.plan.steps.filter((step) => isWork(step) && stepIds.includes(step.id))
      if (steps.length === 0) throw stale('The plan has no such steps.')
      const touched = new Set(steps.map(({ accountId }) => accountId))
      const run = await start({
        id: planId,
        startedAt: new Date(clock.now()).toISOString(),
        endedAt: null,
        state: 'running',
        accounts: shown.plan.accounts
          .filter(({ accountId }) => touched.has(accountId))
          .map(({ accountId, name }) => ({ accountId, name })),
        steps: steps.map((step) => ({ ...step, state: 'waiting' as const })),
      })
      shown = null
      return run
    },

    async watch(_nothing, { signal }) {
      await runner.loaded()
      return runner.live.watch(signal)
    },

    async cancel() {
      runner.stop()
    },

    async resume() {
      await runner.loaded()
      requireIdle()
      const run = runner.last()
      if (run === null) throw none()
      const steps = run.steps.map(({ problem, ...step }) =>
        step.state === 'failed'
          ? { ...step, state: 'waiting' as const }
          : { ...step, ...(problem && { problem }) },
      )
      return start({ ...run, steps })
    },

    async dismiss() {
      await runner.loaded()
      requireIdle()
      runner.forget()
    },

    drift: () => drift.report(),
    acceptDrift: ({ accountId }) => drift.accept(accountId),
    ownChange: drift.ownChange,

    async close() {
      runner.stop()
      await journal.settled()
      await drift.settled()
    },
  }
}

function withRule(rules: WantedRule[], rule: WantedRule): WantedRule[] {
  if (rules.some((known) => known.id !== rule.id && isSameRule(known, rule))) return rules
  const isKnown = rules.some(({ id }) => id === rule.id)
  return isKnown ? rules.map((known) => (known.id === rule.id ? rule : known)) : [...rules, rule]
}

function stale(why: string): LatchkeyError {
  return new LatchkeyError('sync-plan-stale', why, {
    advice: 'Look at the new plan, then start.',
    retryable: true,
  })
}

function running(): LatchkeyError {
  return new LatchkeyError('sync-running', 'A sync is under way.', {
    advice: 'Wait for its end, or cancel it.',
    retryable: true,
  })
}

function none(): LatchkeyError {
  return new LatchkeyError('sync-none', 'There is no sync to resume.', {
    advice: 'It may have been put away in another window. Make a new plan.',
  })
}

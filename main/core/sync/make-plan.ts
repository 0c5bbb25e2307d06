import { randomUUID } from 'node:crypto'
import type { SyncOptions, SyncPlan, SyncStep } from '../../../contract/sync.js'
import { inEnglish } from '../../../contract/words/said.js'
import type { Observations } from '../inventory/observations.js'
import type { ProfileStore } from '../ports.js'
import { isShown, type Profile } from '../profile.js'
import type { InstancesService } from '../services.js'
import { identityOf } from './held-keys.js'
import { type Look, type LookParts, lookAt } from './look.js'
import { type PlanAccount, type PlanKey, type PlannedStep, planSync } from './plan.js'
import { consequencesOf, whyOf } from './plan-words.js'
import { trustOf } from './trust.js'
import { isRuled, wantedOn } from './wanted.js'

export interface PlannerParts extends LookParts {
  profile: ProfileStore
  instances: Pick<InstancesService, 'list'>
  observations: Pick<Observations, 'all'>
}

/** Answers the function that asks the accounts which rules name, and says what is to be done there and why. */
export function createPlanner({ profile, instances, observations, ...parts }: PlannerParts) {
  async function makePlan(options: SyncOptions, signal?: AbortSignal): Promise<SyncPlan> {
    const now = profile.read()
    const records = now.accounts.filter(({ id, phase }) => phase === 'stored' && isRuled(now.wanted, id))
    const looks = await lookAt(records, parts, signal)
    const steps = planSync(
      looks.flatMap((look) => toPlanAccount(look, now)),
      planKeys(now),
      options,
    )
    const told = await withWords(steps, looks, now)
    return {
      id: randomUUID(),
      options,
      accounts: looks.map(({ account: { id, name }, found }) => ({
        ...{ accountId: id, name },
        ...problemsOf(found),
      })),
      steps: told,
      consequences: consequencesOf(told, {
        accountName: (id) => records.find((record) => record.id === id)?.name ?? id,
        keepsUsedKeys: (id) => looks.some(({ account, can }) => account.id === id && can.keepsUsedKeys),
      }),
    }
  }

  async function withWords(steps: PlannedStep[], looks: Look[], now: Profile): Promise<SyncStep[]> {
    const removes = steps.some(({ kind }) => kind === 'remove')
    const known = removes ? (await instances.list(undefined, {})).instances : []
    const seen = removes ? await observations.all() : []
    const blobs = new Map(now.keys.map(({ id, blob }) => [id, blob]))
    return steps.map((step) => {
      const { reason: _reason, ...told } = step
      const keyTypes = looks.find(({ account }) => account.id === step.accountId)?.keyTypes.note ?? ''
      const subject = { ...step, blob: blobs.get(step.keyId) ?? '' }
      const trust = step.kind === 'remove' ? trustOf(subject, known, seen) : null
      return { ...told, why: whyOf(step, { profile: now, keyTypes: inEnglish(keyTypes) }), trust }
    })
  }

  return makePlan
}

function problemsOf(found: Look['found']): Pick<SyncPlan['accounts'][number], 'problem' | 'unread'> {
  if ('problem' in found) return { problem: found.problem }
  const unread = found.held.dead.problem()
  return unread === null ? {} : { unread: unread.info }
}

function planKeys({ keys }: Profile): PlanKey[] {
  return keys
    .filter(isShown)
    .map((key) => ({ id: key.id, name: key.name, type: key.type, ...identityOf(key) }))
}

function toPlanAccount({ account, can, keyTypes, found }: Look, now: Profile): PlanAccount[] {
  if ('problem' in found) return []
  const { held, keyName } = found
  const { accepts } = keyTypes
  const { id } = account
  return [{ id, ...held, renames: can.renamesKeys, accepts, keyName, wanted: wantedOn(now, id) }]
}

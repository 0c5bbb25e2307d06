import { randomUUID } from 'node:crypto'
import type { BindAction, BindPlan } from '../../../contract/bindings.js'
import { requireUsable } from '../keys/key-refusals.js'
import type { ProfileStore } from '../ports.js'
import type { BindingsService, InstancesService, KeysService } from '../services.js'
import type { Journal } from './journal.js'
import { type Look, type LookParts, lookAt, removalLookAt, situationOf } from './look.js'
import { makePlan } from './plan.js'
import type { PlanBook } from './plan-book.js'
import { makeSshPlan, proposeLogin, requireReachable, sshSituationOf } from './ssh-plan.js'

export type Wanted = Parameters<BindingsService['plan']>[0] & { action: BindAction }

interface PlanningParts {
  profile: ProfileStore
  journal: Journal
  plans: PlanBook
  keys: Pick<KeysService, 'record'>
}

type Found = Awaited<ReturnType<InstancesService['fresh']>>

/**
 * Makes plans and keeps them for the click. By the cloud's own way where it has one and no other is asked for. Throws what
 * keeps the key from being bound or taken away.
 */
export function createPlanning({ profile, journal, plans, keys }: PlanningParts) {
  async function planByCloud(wanted: Wanted, found: Found, of: LookParts, signal: AbortSignal | undefined) {
    const { action, keyId, instanceId, user } = wanted
    const look = await lookFor(action, keyId, found, of, signal)
    const { bindings } = profile.read()
    const plan = makePlan(
      {
        ...{ id: randomUUID(), action, keyId, keyName: keys.record(keyId).name },
        user: user || look.instance.user,
        cutOffBefore: journal.entries().some((one) => one.instanceId === instanceId && one.stoppedByUs),
        isBound: bindings.some((one) => one.instanceId === instanceId && one.keyId === keyId),
      },
      look,
    )
    plans.keep({ plan, instanceName: look.instance.name, situation: situationOf(look) })
    return plan
  }

  function planOverSsh(wanted: Wanted, { instance, cloud }: Found): BindPlan {
    const { keyId, user, login: chosen, options = {}, onExisting = 'ask' } = wanted
    requireReachable(instance)
    const login = chosen ?? proposeLogin(instance, profile.read())
    const loginKey = login.kind === 'key' ? keys.record(login.keyId) : null
    if (loginKey !== null) requireUsable(loginKey)
    const how = { login, options, onExisting }
    const plan = makeSshPlan(
      {
        ...how,
        id: randomUUID(),
        key: keys.record(keyId),
        loginKeyName: loginKey?.name ?? null,
        user: user || instance.user,
        ways: cloud.binding === null ? ['ssh'] : ['cloud', 'ssh'],
      },
      instance,
    )
    plans.keep({ plan, instanceName: instance.name, situation: sshSituationOf(instance), ssh: how })
    return plan
  }

  return async (wanted: Wanted, of: LookParts, signal: AbortSignal | undefined): Promise<BindPlan> => {
    const key = keys.record(wanted.keyId)
    if (wanted.action === 'bind') requireUsable(key)
    const found = await of.instances.fresh(wanted.instanceId)
    const hasCloudWay = found.cloud.binding !== null
    const isOverSsh = wanted.action === 'bind' && (wanted.by ?? (hasCloudWay ? 'cloud' : 'ssh')) === 'ssh'
    return isOverSsh ? planOverSsh(wanted, found) : planByCloud(wanted, found, of, signal)
  }
}

/** What the cloud says now of the instance and the key, before a change of this kind. */
export function lookFor(
  action: BindAction,
  keyId: string,
  found: Found,
  of: Pick<LookParts, 'accounts'>,
  signal: AbortSignal | undefined,
): Promise<Look> {
  const look = action === 'bind' ? lookAt : removalLookAt
  return look(found, keyId, of, signal)
}

import { randomUUID } from 'node:crypto'
import type { BindAction, BindPlan, SshLogin, WantedLogin } from '../../../contract/bindings.js'
import { formatOptions, requireNotOver } from '../authorized-keys/options.js'
import type { Observations } from '../inventory/observations.js'
import { newestFirst } from '../inventory/proofs.js'
import { requireUsable } from '../keys/key-refusals.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock, ProfileStore } from '../ports.js'
import type { BindingsService, InstancesService, KeysService } from '../services.js'
import type { Journal } from './journal.js'
import { type Look, type LookParts, lookAt, removalLookAt, situationOf } from './look.js'
import { makePlan } from './plan.js'
import type { PlanBook } from './plan-book.js'
import { firstUsable, makeSshPlan, proposeLogin, requireReachable, sshSituationOf } from './ssh-plan.js'
import { makeSshUnbindPlan, proposeUnbindLogin, usersWith } from './ssh-unbind-plan.js'

export type Wanted = Parameters<BindingsService['plan']>[0] & {
  action: BindAction
  /** Take a key away over SSH only where something says that it is there. */
  whereKnown?: boolean
}

interface PlanningParts {
  profile: ProfileStore
  clock: Clock
  journal: Journal
  plans: PlanBook
  keys: Pick<KeysService, 'record'>
  observations: Pick<Observations, 'all'>
}

type Found = Awaited<ReturnType<InstancesService['fresh']>>

/**
 * Makes plans and keeps them for the click. By the cloud's own way where it has one and no other is asked for. Throws what
 * keeps the key from being bound or taken away.
 */
export function createPlanning(parts: PlanningParts) {
  const { profile, clock, journal, plans, keys, observations } = parts
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
        left: action === 'unbind' ? (await of.waysLeft(keyId))(instanceId) : null,
      },
      look,
    )
    plans.keep({ plan, instanceName: look.instance.name, situation: situationOf(look) })
    return plan
  }

  function planOverSsh(wanted: Wanted, { instance, cloud }: Found): BindPlan {
    const { keyId, user, login: chosen, options = {}, onExisting = 'ask', alsoUsers = [] } = wanted
    requireReachable(instance)
    requireNotOver(options, clock.now())
    const whose = user || instance.user
    const login = chosenOr(chosen, () => proposeLogin(instance, profile.read(), whose))
    const others = [...new Set(alsoUsers)].filter((other) => other !== whose)
    const how = { login, options, onExisting, alsoUsers: others }
    const plan = makeSshPlan(
      {
        ...how,
        id: randomUUID(),
        key: keys.record(keyId),
        loginKeyName: nameOfLogin(login),
        user: whose,
        ways: cloud.binding === null ? ['ssh'] : ['cloud', 'ssh'],
      },
      instance,
    )
    plans.keep({ plan, instanceName: instance.name, situation: sshSituationOf(instance), ssh: how })
    return plan
  }

  async function planUnbindOverSsh(wanted: Wanted, { instance, cloud }: Found): Promise<BindPlan> {
    const { keyId, login: chosen } = wanted
    const key = keys.record(keyId)
    const users = usersWith(key, instance, await observations.all())
    const isKnown =
      users.length > 0 || [instance.boundKeyId, ...instance.declared.map((one) => one.keyId)].includes(keyId)
    if (wanted.whereKnown && !isKnown) throw notKnown(key.name, instance.name)
    requireReachable(instance)
    const user = wanted.user || users[0] || instance.user
    const now = profile.read()
    const login = chosenOr(chosen, () => proposeUnbindLogin(instance, { keyId, user }, now))
    const isSpare = (id: string) => id !== keyId && firstUsable([id], now) !== null
    const spares = newestFirst(instance.proven).filter(
      (proof) => proof.user === user && proof.outdatedAt === undefined && isSpare(proof.keyId),
    )
    const plan = makeSshUnbindPlan(
      {
        ...{ id: randomUUID(), key, login, user },
        loginKeyName: nameOfLogin(login),
        ways: cloud.binding?.removeKeys ? ['cloud', 'ssh'] : ['ssh'],
        spares: spares.map((proof) => keys.record(proof.keyId).name),
        otherUsers: users.filter((other) => other !== user),
        isBound: now.bindings.some(
          (one) => one.instanceId === instance.id && one.keyId === keyId && one.user === user,
        ),
      },
      instance,
    )
    const ssh = { login, options: {}, onExisting: 'ask' as const, alsoUsers: [] }
    plans.keep({ plan, instanceName: instance.name, situation: sshSituationOf(instance), ssh })
    return plan
  }

  function nameOfLogin(login: SshLogin): string | null {
    if (login.kind !== 'key') return null
    const record = keys.record(login.keyId)
    requireUsable(record)
    return record.name
  }

  return async (wanted: Wanted, of: LookParts, signal: AbortSignal | undefined): Promise<BindPlan> => {
    const key = keys.record(wanted.keyId)
    if (wanted.action === 'bind') requireUsable(key)
    const found = await of.instances.fresh(wanted.instanceId)
    const by = wanted.by ?? (!takesSsh(wanted) && hasCloudWay(wanted, found) ? 'cloud' : 'ssh')
    if (by === 'cloud' && takesSsh(wanted)) throw onlyOverSsh(found.instance.name)
    if (by === 'cloud') return planByCloud(wanted, found, of, signal)
    return wanted.action === 'bind' ? planOverSsh(wanted, found) : planUnbindOverSsh(wanted, found)
  }
}

/** What was chosen, else what is proposed, by the user that was chosen for it. */
function chosenOr(chosen: WantedLogin | undefined, propose: () => SshLogin): SshLogin {
  if (chosen === undefined) return propose()
  if (chosen.kind !== 'proposed') return chosen
  return { ...propose(), ...(chosen.user !== undefined && { user: chosen.user }) }
}

/** Whether something is asked for that no cloud does. */
function takesSsh({ options, alsoUsers = [] }: Wanted): boolean {
  return alsoUsers.length > 0 || formatOptions(options ?? {}) !== ''
}

function onlyOverSsh(instanceName: string): LatchkeyError {
  return new LatchkeyError(
    'input-invalid',
    `The cloud's own way puts no limits on a key, and no key there for further users, of ${instanceName} neither.`,
    { advice: 'Bind it over SSH, or without limits and further users.' },
  )
}

/** Whether the cloud's own way is the proposed one: of taking away, where the cloud has the key to take away and would. */
function hasCloudWay({ action, keyId }: Wanted, { cloud, instance, cloudInstance }: Found): boolean {
  if (cloud.binding === null || action === 'bind') return cloud.binding !== null
  const names = instance.declared.flatMap((key) => (key.keyId === keyId ? [key.cloudName] : []))
  if (cloud.binding.removeKeys === null || names.length === 0) return false
  return (cloud.binding.refusesRemoval?.(cloudInstance, names) ?? null) === null
}

function notKnown(keyName: string, instanceName: string): LatchkeyError {
  return new LatchkeyError('cloud-failed', `Nothing says that ${keyName} is on ${instanceName}.`, {
    advice:
      'No cloud declares it, no login has proven it, and it was not seen in authorized_keys. Unbind it by itself to look there.',
  })
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

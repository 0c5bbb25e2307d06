import { randomUUID } from 'node:crypto'
import { HOSTS_ACCOUNT, type HostFacts } from '../../../contract/hosts.js'
import { plural, told } from '../../../contract/words/say.js'
import { requireSettled } from '../bindings/unsettled.js'
import { withBinding } from '../inventory/binding-records.js'
import { instanceId } from '../inventory/instance-view.js'
import { hostNotFound } from '../inventory/not-found.js'
import type { Observation, Observations } from '../inventory/observations.js'
import { allProofs } from '../inventory/proofs.js'
import { requireUsable } from '../keys/key-refusals.js'
import { LatchkeyError } from '../lib/error.js'
import { createRemoved } from '../lib/removed.js'
import type { Ports } from '../ports.js'
import type { BindingRecord, HostRecord, Profile } from '../profile.js'
import type { HostsService, KeysService } from '../services.js'
import { type WithoutHost, withoutHost } from './removed-host.js'

export interface HostsParts {
  ports: Pick<Ports, 'profile' | 'clock'>
  keys: Pick<KeysService, 'record'>
  observations: Pick<Observations, 'all' | 'note' | 'forget'>
}

/** The hosts that the user has entered. They are in the profile alone: nothing is asked of anybody. */
export function createHosts({
  ports,
  keys,
  observations,
}: HostsParts): Pick<HostsService, 'list' | 'add' | 'edit' | 'removal' | 'remove' | 'putBack'> {
  const { profile, clock } = ports
  const removed = createRemoved<{ back: WithoutHost['back']; seen: Observation[] }>()

  function record(id: string): HostRecord {
    const found = profile.read().hosts.find((host) => host.id === id)
    if (found === undefined) throw hostNotFound()
    return found
  }

  return {
    list: async () => profile.read().hosts,

    async add({ keyId, ...facts }) {
      if (keyId !== undefined) requireUsable(keys.record(keyId))
      const at = new Date(clock.now()).toISOString()
      const host: HostRecord = { ...facts, id: randomUUID(), source: 'typed', addedAt: at }
      await profile.update((now) => withHost(now, host, keyId))
      return host
    },

    async edit({ id, keyId, ...given }) {
      const before = record(id)
      if (keyId !== undefined) requireUsable(keys.record(keyId))
      const facts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const next: HostRecord = { ...before, ...facts }
      const at = new Date(clock.now()).toISOString()
      const moves = next.host !== before.host || next.port !== before.port
      await profile.update((now) => {
        if (moves) requireSettled(now, isOf(id), told`the own host "${before.name}"`)
        requireFree(now, next, id)
        const hosts = now.hosts.map((host) => (host.id === id ? next : host))
        return withKey({ ...changed(now, next, moves), hosts }, next, keyId, at)
      })
      if (moves) await observations.forget(idOf(id))
      return next
    },

    async removal({ id }) {
      const host = record(id)
      const seen = (await observations.all()).some(({ instanceId }) => instanceId === idOf(id))
      return removalWords(host, profile.read(), seen)
    },

    async remove({ id }) {
      const { name } = record(id)
      const seen = (await observations.all()).filter(isOf(id))
      let back: WithoutHost['back'] = (now) => now
      await profile.update((now) => {
        requireSettled(now, isOf(id), told`the own host "${name}"`)
        const without = withoutHost(now, id, idOf(id))
        back = without.back
        return without.profile
      })
      removed.remember(id, { back, seen })
      await observations.forget(idOf(id))
    },

    async putBack({ id }) {
      const { back, seen } = removed.find(id)
      await profile.update((now) => {
        const next = back(now)
        for (const host of next.hosts) if (host.id === id) requireFree(now, host, id)
        return next
      })
      removed.forget(id)
      for (const observation of seen) await observations.note(observation)
      return record(id)
    },
  }
}

const idOf = (hostId: string) => instanceId(HOSTS_ACCOUNT, hostId)

const isOf =
  (hostId: string) =>
  ({ instanceId }: { instanceId: string }) =>
    instanceId === idOf(hostId)

/**
 * The profile with a host more. Connect uses the key pair where one is named, which nobody has proven. Throws
 * `host-name-taken` and `host-already-known`.
 */
export function withHost(profile: Profile, host: HostRecord, keyId: string | undefined): Profile {
  requireFree(profile, host, host.id)
  return withKey({ ...profile, hosts: [...profile.hosts, host] }, host, keyId, host.addedAt)
}

/** The user's word that the key opens the host already. */
function withKey(profile: Profile, { id, user }: HostRecord, keyId: string | undefined, at: string): Profile {
  return keyId === undefined ? profile : withBinding(profile, { instanceId: idOf(id), keyId, user, at })
}

/** The same name in any case, or the same login. */
function requireFree({ hosts }: Profile, facts: HostFacts, id: string): void {
  const others = hosts.filter((host) => host.id !== id)
  const name = facts.name.toLowerCase()
  if (others.some((other) => other.name.toLowerCase() === name))
    throw new LatchkeyError('host-name-taken', `There is a host named "${facts.name}" already.`, {
      advice: 'Choose another name.',
    })
  const twin = others.find((other) => isSameLogin(other, facts))
  if (twin !== undefined)
    throw new LatchkeyError('host-already-known', `This host is here already, as "${twin.name}".`, {
      advice: 'Use that one, or enter another address, port or user.',
    })
}

/** Behind different jump hosts one address is two machines. */
export function isSameLogin(a: LoginPlace, b: LoginPlace): boolean {
  const place = ({ host, port, user, jump }: LoginPlace) =>
    JSON.stringify([host.toLowerCase(), port, user, jump])
  return place(a) === place(b)
}
type LoginPlace = Pick<HostFacts, 'host' | 'port' | 'user' | 'jump'>

/** What its binding becomes: the user is the one that was entered, and elsewhere nothing is proven. */
function changed(profile: Profile, { id, user }: HostRecord, moves: boolean): Profile {
  const bindings = profile.bindings.map((binding): BindingRecord => {
    if (!isOf(id)(binding)) return binding
    return { ...binding, user, proofs: moves ? [] : binding.proofs }
  })
  const looseProofs = moves ? profile.looseProofs.filter((proof) => !isOf(id)(proof)) : profile.looseProofs
  return { ...profile, bindings, looseProofs }
}

function removalWords({ id, name }: HostRecord, profile: Profile, seen: boolean): string[] {
  const { bindings, keys } = profile
  const binding = bindings.find(isOf(id))
  const key = keys.find((one) => one.id === binding?.keyId)?.name
  const proofs = allProofs(profile).filter(isOf(id)).length
  const forwards = profile.forwards.filter(isOf(id)).length
  const password = (profile.connections.find(isOf(id))?.proxy?.passwordId ?? null) !== null
  return [
    `Latchkey forgets ${name}: its address, its login user and its tags.`,
    ...(key === undefined ? [] : [`Connect no longer logs in to it with ${key}.`]),
    ...(proofs === 0 ? [] : [`That ${counted(proofs)} succeeded is forgotten.`]),
    ...(forwards === 0
      ? []
      : [
          forwards === 1
            ? 'Its forward is forgotten, and stops.'
            : `Its ${forwards} forwards are forgotten, and stop.`,
        ]),
    ...(password ? ['The password of its proxy is deleted, and Undo does not bring it back.'] : []),
    ...(seen ? ['What was read of its authorized_keys is forgotten.'] : []),
    `Nothing changes on ${name} itself: keys that open it go on doing so. Its host key stays among the known hosts.`,
  ]
}

const counted = (logins: number) => told`${plural(logins, 'a login', '# logins')}`

import { beforeEach, describe, expect, it } from 'vitest'
import { defaultConnection } from '../../../contract/connection.js'
import { NewHost } from '../../../contract/hosts.js'
import { createFakeCloud } from '../../../test/helpers/fake-cloud.js'
import { keyRecord } from '../../../test/helpers/key-records.js'
import {
  memoryDocumentFolder,
  memoryDocumentStore,
  memoryProfileStore,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import { eventsBetween } from '../activity/profile-events.js'
import { proposeLogin, requireReachable } from '../bindings/ssh-plan.js'
import { createInstances } from '../inventory/instances.js'
import { createObservations } from '../inventory/observations.js'
import { isLatchkeyError } from '../lib/error.js'
import { createMap } from '../map/map.js'
import type { ProfileStore } from '../ports.js'
import { createHosts } from './hosts.js'

const none = {}
const at = '2026-01-01T00:00:00.000Z'
const key = keyRecord('k1', 'deploy')

let profile: ProfileStore
let parts: ReturnType<typeof start>
function start() {
  const ports = { profile, cache: memoryDocumentFolder(), clock: testClock(), log: testLog() }
  const observations = createObservations(memoryDocumentStore(), ports.log)
  const keys = { record: () => key }
  return {
    hosts: createHosts({ ports, keys, observations }),
    instances: createInstances({ ports, accounts: { cloud: async () => createFakeCloud() } }),
    map: (instances: ReturnType<typeof createInstances>) => createMap({ ports, instances, observations }),
    observations,
  }
}
beforeEach(() => {
  profile = memoryProfileStore({ keys: [key] })
  parts = start()
})

const add = (part: object = {}) =>
  parts.hosts.add(NewHost.parse({ name: 'web', host: '192.0.2.1', user: 'ada', ...part }), none)
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason) => reason,
  )
  return isLatchkeyError(error) ? error.code : error
}

describe('a host of the user', () => {
  it('is an instance like those of clouds, in the list at once', async () => {
    const { id } = await add()
    const [instance] = (await parts.instances.list(undefined, none)).instances
    expect(instance).toMatchObject({
      id: `hosts/${id}`,
      accountId: 'hosts',
      name: 'web',
      state: 'unknown',
      ssh: [{ host: '192.0.2.1', port: 22, via: 'given' }],
      declared: [],
      proven: [],
      boundKeyId: null,
      user: 'ada',
      ownHost: { jump: null },
    })
    expect(await parts.instances.get(`hosts/${id}`)).toEqual(instance)
    expect((await parts.instances.fresh(`hosts/${id}`)).instance).toEqual(instance)
    expect((await parts.instances.list({ accountId: 'hosts' }, none)).instances).toHaveLength(1)
    expect((await parts.instances.list({ accountId: 'other' }, none)).instances).toEqual([])
  })

  it('is bound over SSH alone', async () => {
    const { id } = await add()
    const { instance, cloud } = await parts.instances.fresh(`hosts/${id}`)
    expect(cloud.binding).toBeNull()
    expect(() => requireReachable(instance)).not.toThrow()
    expect(proposeLogin(instance, profile.read())).toEqual({ kind: 'password' })
    expect(await failure(cloud.power.stop(id))).toBe('cloud-failed')
  })

  it('is used with the key that the user names, which nobody has proven', async () => {
    const { id } = await add({ keyId: 'k1' })
    expect(await parts.instances.get(`hosts/${id}`)).toMatchObject({
      boundKeyId: 'k1',
      declared: [],
      proven: [],
    })
  })

  it('is on the map with what was seen and proven there, and in no account', async () => {
    const { id } = await add({ keyId: 'k1' })
    const instanceId = `hosts/${id}`
    await prove(instanceId)
    await observe(instanceId)
    const { instances, accounts } = await parts.map(parts.instances).tables(undefined, none)
    expect(accounts).toEqual([])
    expect(instances).toMatchObject([
      { id: instanceId, accountId: null, name: 'web', address: '192.0.2.1', readAt: at, provenAt: at },
    ])
    expect(instances[0]?.proven).toEqual(instances[0]?.observed)
  })

  it('says what it is reached through, which decides how it is dialled', async () => {
    const { id } = await add({ jump: 'bastion' })
    const { instance } = await parts.instances.fresh(`hosts/${id}`)
    expect(instance).toMatchObject({
      ssh: [{ host: '192.0.2.1', via: 'given' }],
      ownHost: { jump: 'bastion' },
    })
  })

  it.each([
    [{ name: 'WEB', host: '192.0.2.9' }, 'host-name-taken'],
    [{ name: 'other' }, 'host-already-known'],
  ])('is not added twice (%j)', async (part, code) => {
    await add()
    expect(await failure(add(part))).toBe(code)
    expect(profile.read().hosts).toHaveLength(1)
  })

  it('may have the address of another with another port, user or jump host', async () => {
    await add()
    await add({ name: 'a', port: 2222 })
    await add({ name: 'b', user: 'root' })
    await add({ name: 'c', jump: 'bastion' })
    expect(profile.read().hosts).toHaveLength(4)
  })
})

describe('another address', () => {
  it('leaves the key and forgets what was proven and seen', async () => {
    const { id } = await add({ keyId: 'k1' })
    await prove(`hosts/${id}`)
    await observe(`hosts/${id}`)
    await parts.hosts.edit({ id, host: '192.0.2.2' }, none)
    expect(await parts.instances.get(`hosts/${id}`)).toMatchObject({ boundKeyId: 'k1', proven: [] })
    expect(await parts.observations.all()).toEqual([])
  })

  it('is refused while a binding is under way', async () => {
    const { id } = await add()
    await underWay(`hosts/${id}`)
    expect(await failure(parts.hosts.edit({ id, port: 23 }, none))).toBe('binding-running')
    expect(await failure(parts.hosts.remove({ id }, none))).toBe('binding-running')
    await parts.hosts.edit({ id, name: 'web-2' }, none)
    expect((await parts.instances.get(`hosts/${id}`)).name).toBe('web-2')
  })
})

it('logs in as the user that was entered last, and keeps what was proven', async () => {
  const { id } = await add({ keyId: 'k1' })
  await prove(`hosts/${id}`)
  await parts.hosts.edit({ id, user: 'root' }, none)
  const instance = await parts.instances.get(`hosts/${id}`)
  expect(instance).toMatchObject({ user: 'root', userGuesses: ['ada'], proven: [{ user: 'ada' }] })
})

describe('removing', () => {
  it('says what is forgotten, and forgets exactly that', async () => {
    const other = await add({ name: 'other', host: '192.0.2.9', keyId: 'k1' })
    const { id } = await add({ keyId: 'k1' })
    await prove(`hosts/${id}`)
    await observe(`hosts/${id}`)
    const listen = { host: '127.0.0.1', port: 0 }
    const options = { kind: 'dynamic' as const, listen, name: '', withSession: false, keepUp: true }
    await profile.update((now) => ({ ...now, forwards: [{ id: 'f', instanceId: `hosts/${id}`, options }] }))
    const words = (await parts.hosts.removal({ id }, none)).join(' ')
    for (const said of [
      'forgets web',
      'with deploy',
      'a login succeeded',
      'authorized_keys',
      'Its forward is forgotten, and stops.',
      'Nothing changes',
    ])
      expect(words).toContain(said)
    await parts.hosts.remove({ id }, none)
    expect(profile.read().hosts.map(({ name }) => name)).toEqual(['other'])
    expect(profile.read().bindings.map(({ instanceId }) => instanceId)).toEqual([`hosts/${other.id}`])
    expect(await parts.observations.all()).toEqual([])
    expect(await failure(parts.instances.get(`hosts/${id}`))).toBe('host-not-found')
    expect(await failure(parts.hosts.remove({ id }, none))).toBe('host-not-found')
  })

  it('can be undone: all is as it was, and what led through the host still does', async () => {
    const { id } = await add({ keyId: 'k1', tags: ['lab'], jump: 'bastion' })
    const later = await add({ name: 'later', host: '192.0.2.9', keyId: 'k1' })
    const instanceId = `hosts/${id}`
    await prove(instanceId)
    await observe(instanceId)
    const listen = { host: '127.0.0.1', port: 0 }
    const options = { kind: 'dynamic' as const, listen, name: '', withSession: false, keepUp: true }
    const lastSession = {
      ...{ instanceName: 'web', user: 'ada', target: 'ada@192.0.2.1', keyId: 'k1', since: at },
      end: { at, how: 'closed' as const, exit: null, problem: null },
    }
    const proxy = { kind: 'socks5' as const, host: '192.0.2.3', port: 1080, user: 'ada', passwordId: 'p' }
    const through = { via: 'jumps' as const, jumps: [instanceId] }
    await profile.update((now) => ({
      ...now,
      looseProofs: [{ instanceId, keyId: 'k1', user: 'root', at }],
      recentSessions: [{ ...lastSession, instanceId }],
      connections: [
        { ...defaultConnection, instanceId, proxy },
        { ...defaultConnection, instanceId: `hosts/${later.id}`, route: through },
      ],
      forwards: [
        { id: 'f', instanceId, options },
        { id: 'g', instanceId: `hosts/${later.id}`, options },
      ],
      nameplates: [{ instanceId, name: 'Front', colour: 'teal' }],
    }))
    const [before, seen] = [profile.read(), await parts.observations.all()]
    expect((await parts.hosts.removal({ id }, none)).join(' ')).toContain('password of its proxy is deleted')
    await parts.hosts.remove({ id }, none)
    expect(JSON.stringify({ ...profile.read(), connections: [] })).not.toContain(id)
    expect(await parts.hosts.putBack({ id }, none)).toEqual(before.hosts[0])
    const [connection, ...others] = before.connections
    // The password of the proxy is gone from the vault.
    expect(profile.read()).toEqual({
      ...before,
      connections: [{ ...connection, proxy: { ...proxy, passwordId: null } }, ...others],
    })
    expect(await parts.observations.all()).toEqual(seen)
    expect(await failure(parts.hosts.putBack({ id }, none))).toBe('input-invalid')
  })

  it('is not undone over another of the same login, nor with a key pair that is no more', async () => {
    const { id } = await add({ keyId: 'k1' })
    await parts.hosts.remove({ id }, none)
    const twin = await add({ name: 'twin' })
    expect(await failure(parts.hosts.putBack({ id }, none))).toBe('host-already-known')
    await parts.hosts.remove({ id: twin.id }, none)
    await profile.update((now) => ({ ...now, keys: [] }))
    await parts.hosts.putBack({ id }, none)
    expect(profile.read()).toMatchObject({ hosts: [{ id }], bindings: [] })
  })

  it('says nothing of what there is not', async () => {
    const { id } = await add()
    expect(await parts.hosts.removal({ id }, none)).toHaveLength(2)
  })
})

it('is told in the activity record, with what it was', async () => {
  const empty = profile.read()
  const { id } = await add()
  const added = profile.read()
  await parts.hosts.edit({ id, port: 2222 }, none)
  const edited = profile.read()
  await parts.hosts.edit({ id, tags: ['x'] }, none)
  expect(eventsBetween(empty, added)).toEqual([{ event: 'host-added', detail: 'web: ada@192.0.2.1 port 22' }])
  expect(eventsBetween(added, edited)).toEqual([
    {
      event: 'host-changed',
      detail: 'web: ada@192.0.2.1 port 2222; before: web: ada@192.0.2.1 port 22',
    },
  ])
  expect(eventsBetween(edited, profile.read())).toEqual([])
  expect(eventsBetween(added, empty)).toMatchObject([{ event: 'host-removed' }])
})

it.each(['-oProxyCommand=x', 'a b', 'web/1', '[::1]', 'web:22', 'münchen.example', ''])(
  'takes no %j for an address',
  (host) => {
    expect(() => NewHost.parse({ name: 'web', host, user: 'ada' })).toThrow()
  },
)
it.each([
  'web',
  'a_b.example.org.',
  '2001:db8::1',
  'fe80::1%eth0',
  '::ffff:192.0.2.1',
  'xn--mnchen-3ya.example',
])('takes %s for an address', (host) => {
  expect(NewHost.parse({ name: 'web', host, user: 'ada' })).toMatchObject({ host, port: 22, jump: null })
})

async function prove(instanceId: string) {
  await profile.update((now) => ({
    ...now,
    bindings: now.bindings.map((binding) =>
      binding.instanceId === instanceId
        ? { ...binding, proofs: [{ keyId: 'k1', user: 'ada', at }] }
        : binding,
    ),
  }))
}

const observe = (instanceId: string) =>
  parts.observations.note({
    ...{ instanceId, user: 'ada', path: '/home/ada/.ssh/authorized_keys', at },
    keys: [{ blob: key.blob, type: 'ssh-ed25519', comment: '', options: '' }],
  })

const underWay = (instanceId: string) =>
  profile.update((now) => ({
    ...now,
    bindingJournal: [
      {
        ...{ id: 'j', action: 'bind' as const, keyId: 'k1', instanceId, instanceName: 'web' },
        ...{ startedAt: at, by: 'ssh' as const, step: 'write' as const, stoppedByUs: false },
      },
    ],
  }))

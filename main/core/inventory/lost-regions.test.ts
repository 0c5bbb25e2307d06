import { beforeEach, expect, it } from 'vitest'
import { createFakeCloud, type FakeCloud, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { keyRecord } from '../../../test/helpers/key-records.js'
import {
  memoryDocumentFolder,
  memoryProfileStore,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import { plainAccount } from '../../../test/helpers/plain-account.js'
import type { CloudKeyEntry } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'
import type { AccountRecord } from '../profile.js'
import { createInstances } from './instances.js'

const account: AccountRecord = {
  id: 'a',
  phase: 'stored',
  kind: 'openstack',
  name: 'Work',
  ...plainAccount,
  values: {},
  addedAt: '2026-01-01T00:00:00.000Z',
}
const stored = keyRecord('k1')
const dead = new LatchkeyError('cloud-unreachable', 'Nothing at nova.mumbai accepts connections.')
const deploy = (region: string): CloudKeyEntry => ({
  name: 'deploy',
  region,
  cloudKeyId: null,
  blob: stored.blob,
  fingerprintMd5: null,
  description: null,
})

let cloud: FakeCloud
let silent: Set<string>
const clock = testClock()
let ports: Parameters<typeof createInstances>[0]['ports']
let instances: ReturnType<typeof createInstances>
const open = () => createInstances({ ports, accounts: { cloud: async () => cloud } })
const refresh = async () => {
  await instances.refresh({}, {})
  return instances.list(undefined, {})
}
const rows = async () =>
  (await instances.list(undefined, {})).instances.map(({ name, readAt }) => [name, readAt ?? 'now']).sort()

beforeEach(() => {
  cloud = createFakeCloud({
    instances: [
      fakeInstance({ cloudId: 'web', region: 'Mumbai', keyNames: ['deploy'] }),
      fakeInstance({ cloudId: 'db', region: 'Oslo', keyNames: ['deploy'] }),
    ],
  })
  silent = new Set()
  cloud.listInstances = async (_signal, lost) => {
    for (const region of silent) lost?.(region, dead)
    return [...cloud.instances.values()].filter(({ region }) => !silent.has(region ?? ''))
  }
  cloud.listKeys = async (_signal, lost) => {
    for (const region of silent) lost?.(region, dead)
    return ['Mumbai', 'Oslo'].filter((region) => !silent.has(region)).map(deploy)
  }
  const profile = memoryProfileStore({ accounts: [account], keys: [stored] })
  ports = { profile, cache: memoryDocumentFolder(), clock, log: testLog() }
  instances = open()
})

it('keeps the order of what is shown when a region falls silent and when it answers again', async () => {
  cloud.instances.set('api', fakeInstance({ cloudId: 'api', region: 'Mumbai' }))
  const order = async () => (await refresh()).instances.map(({ name }) => name)
  const before = await order()
  silent.add('Oslo')
  cloud.instances.set('new', fakeInstance({ cloudId: 'new', region: 'Mumbai' }))
  expect(await order()).toEqual([...before, 'new'])
  silent.clear()
  expect(await order()).toEqual([...before, 'new'])
})

it('keeps what was last seen in a region that does not answer, marked with its time', async () => {
  const firstRead = (await refresh()).ages[0]?.readAt
  silent.add('Mumbai')
  cloud.instances.delete('db')
  cloud.instances.set('new', fakeInstance({ cloudId: 'new', region: 'Oslo' }))
  for (const _ of [1, 2]) {
    clock.advance(60_000)
    const { ages } = await refresh()
    expect(await rows()).toEqual([
      ['new', 'now'],
      ['web', firstRead],
    ])
    expect(ages).toEqual([
      {
        accountId: 'a',
        readAt: new Date(clock.now()).toISOString(),
        regions: [{ region: 'Mumbai', readAt: firstRead, problem: dead.info }],
      },
    ])
  }
})

it('shows what is there now once the region answers again', async () => {
  await refresh()
  silent.add('Mumbai')
  await refresh()
  silent.clear()
  cloud.instances.delete('web')
  expect((await refresh()).ages[0]).not.toHaveProperty('regions')
  expect(await rows()).toEqual([['db', 'now']])
})

it('says of a region that never answered that it was never read', async () => {
  silent.add('Mumbai')
  expect((await refresh()).ages[0]?.regions).toEqual([{ region: 'Mumbai', readAt: null, problem: dead.info }])
  expect(await rows()).toEqual([['db', 'now']])
})

it('knows after the next start how old the rows of the region are', async () => {
  const firstRead = (await refresh()).ages[0]?.readAt
  silent.add('Mumbai')
  clock.advance(60_000)
  await refresh()
  await instances.settled()
  instances = open()
  expect(await rows()).toEqual([
    ['db', 'now'],
    ['web', firstRead],
  ])
})

it('marks everything of an account that does not answer at all with its own time, until it answers again', async () => {
  const firstRead = (await refresh()).ages[0]?.readAt
  silent.add('Mumbai')
  clock.advance(60_000)
  const secondRead = (await refresh()).ages[0]?.readAt
  const { listInstances } = cloud
  cloud.listInstances = async () => {
    throw dead
  }
  clock.advance(60_000)
  await refresh()
  expect(await rows()).toEqual([
    ['db', secondRead],
    ['web', firstRead],
  ])
  cloud.listInstances = listInstances
  silent.clear()
  await refresh()
  expect(await rows()).toEqual([
    ['db', 'now'],
    ['web', 'now'],
  ])
})

it('names the region of an instance where its zone does not', async () => {
  cloud.instances.set('api', fakeInstance({ cloudId: 'api', region: 'Oslo', zone: 'Oslo-2' }))
  const { instances: found } = await refresh()
  expect(found.map(({ zone }) => zone)).toEqual(['Mumbai, zone-1', 'Oslo, zone-1', 'Oslo-2'])
})

it('keeps the keys of the region, and with them what its instances declare', async () => {
  await refresh()
  silent.add('Mumbai')
  await refresh()
  cloud.instances.set('db', fakeInstance({ cloudId: 'db', region: 'Oslo', keyNames: ['pushed since'] }))
  await instances.fresh('a/db') // reads the keys anew, to know that one
  const { instances: found } = await instances.list(undefined, {})
  expect(found.find(({ name }) => name === 'web')?.declared).toEqual([
    { cloudName: 'deploy', keyId: stored.id },
  ])
})

it('takes a binding that was cut off there for as doubtful as before', async () => {
  await refresh()
  await ports.profile.update((now) => ({
    ...now,
    bindingJournal: [
      {
        id: 'b',
        action: 'bind',
        keyId: 'k1',
        instanceId: 'a/web',
        instanceName: 'web',
        startedAt: '2026-01-01T00:00:00.000Z',
        step: 'stop',
        stoppedByUs: true,
      },
    ],
  }))
  silent.add('Mumbai')
  cloud.getInstance = () => Promise.reject(dead)
  await instances.settled()
  instances = open()
  await refresh()
  const { instances: found } = await instances.list(undefined, {})
  expect(found.find(({ name }) => name === 'web')?.state).toBe('unknown')
})

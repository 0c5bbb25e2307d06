import { expect, it } from 'vitest'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { byKey, mapFacts, READ_AT, seen } from '../../../test/helpers/map-facts.js'
import {
  memoryDocumentStore,
  memoryProfileStore,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import { createObservations } from '../inventory/observations.js'
import type { KeyRecord } from '../profile.js'
import { createMap } from './map.js'

const [deploy] = manyKeys(1) as [KeyRecord]

async function setUp() {
  const { profile: content, told } = mapFacts({
    profile: { keys: [deploy] },
    accounts: { a: { keys: [byKey(deploy)] }, never: null },
  })
  const profile = memoryProfileStore(content)
  const store = memoryDocumentStore()
  let calls = 0
  const observations = createObservations(store, testLog(), () => calls++)
  const clock = testClock()
  const map = createMap({ ports: { profile, clock }, instances: { told: async () => told }, observations })
  return { profile, store, observations, map, heard: () => calls }
}

it('answers what is known when it is asked, and windows hear of what was read over SSH', async () => {
  const { map, observations, heard } = await setUp()
  expect((await map.tables(undefined, {})).keys).toMatchObject([{ name: 'key 0', observed: 0 }])
  await observations.note(seen('never/vm', deploy))
  expect(heard()).toBe(1)
  expect((await map.tables(undefined, {})).keys).toMatchObject([
    { name: 'key 0', observed: 1, accounts: [0] },
  ])
  expect((await map.key({ id: 'k0' }, {})).trusts).toMatchObject([{ instanceId: 'never/vm' }])
  expect((await map.instance({ id: 'never/vm' }, {})).files).toMatchObject([{ at: READ_AT, keys: 1 }])
  expect((await map.account({ id: 'a' }, {})).holdings).toMatchObject([{ name: 'key 0', matchedBy: 'key' }])
})

it('forgets what was seen on the instances of an account that was removed', async () => {
  const { map, observations, profile, store } = await setUp()
  await observations.note(seen('never/vm', deploy))
  await profile.update((now) => ({ ...now, accounts: now.accounts.filter(({ id }) => id !== 'never') }))
  expect((await map.tables(undefined, {})).instances).toEqual([])
  expect(await store.read()).toMatchObject({ observations: [] })
})

it('exports the same in both formats', async () => {
  const { map } = await setUp()
  const part = { of: 'keys' as const, ids: ['k0'] }
  expect(await map.export({ format: 'csv', part }, {})).toContain('key 0,ed25519,256,SHA256:')
  const { keys } = JSON.parse(await map.export({ format: 'json', part }, {}))
  expect(keys).toMatchObject([{ name: 'key 0', accounts: [{ account: 'Account a' }] }])
})

import { expect, it } from 'vitest'
import type { MapExport } from '../../../contract/map.js'
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
  return { observations, map, heard: () => calls }
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

it('exports the same in both formats', async () => {
  const { map } = await setUp()
  const places = { shape: 'places' as const, part: { of: 'keys' as const, ids: ['k0'] } }
  const table = { shape: 'table' as const, of: 'keys' as const, ids: null, mark: null }
  const exported = async (format: 'csv' | 'json', what: MapExport = places) => {
    let text = ''
    for await (const piece of await map.export({ format, what }, {})) text += piece.text
    return text
  }
  expect(await exported('csv')).toContain('key 0,ed25519,256,SHA256:')
  const { keys } = JSON.parse(await exported('json'))
  expect(keys).toMatchObject([{ name: 'key 0', accounts: [{ account: 'Account a' }] }])
  expect(await exported('csv', table)).toMatch(/^key,other_names,.*\r\nkey 0,/)
  expect(JSON.parse(await exported('json', table)).keys).toMatchObject([{ key: 'key 0' }])
})

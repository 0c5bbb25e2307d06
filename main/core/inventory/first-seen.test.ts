import { expect, it } from 'vitest'
import { createFakeCloud } from '../../../test/helpers/fake-cloud.js'
import {
  memoryDocumentFolder,
  memoryProfileStore,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import { plainAccount } from '../../../test/helpers/plain-account.js'
import { createInstances } from './instances.js'

const addedAt = '2026-01-01T00:00:00.000Z'
const account = {
  ...plainAccount,
  id: 'a',
  phase: 'stored',
  kind: 'cloudstack',
  name: 'A',
  values: {},
  addedAt,
} as const
const blobs = { first: 'AAAA', other: 'BBBB' }

it('keeps since when an account holds a key under a name, also over a restart', async () => {
  const cloud = createFakeCloud()
  const clock = testClock()
  const cache = memoryDocumentFolder()
  const ports = { profile: memoryProfileStore({ accounts: [account] }), cache, clock, log: testLog() }
  const start = () => createInstances({ ports, accounts: { cloud: async () => cloud } })
  const seen = async (instances = start()) => {
    const at = new Date(clock.now()).toISOString()
    await instances.refresh({}, {})
    await instances.settled()
    const keys = (await instances.told()).get('a')?.keys ?? []
    return { at, since: Object.fromEntries(keys.map(({ name, firstSeen }) => [name, firstSeen])) }
  }

  cloud.keys.set('deploy', `ssh-ed25519 ${blobs.first}`)
  const first = await seen()
  clock.advance(60_000)
  cloud.keys.set('deploy 2', `ssh-ed25519 ${blobs.first}`)
  const second = await seen()
  expect(second.since).toEqual({ deploy: first.at, 'deploy 2': second.at })

  clock.advance(60_000)
  cloud.keys.set('deploy', `ssh-ed25519 ${blobs.other}`)
  const third = await seen()
  expect(third.since, 'another key under the same name').toEqual({ deploy: third.at, 'deploy 2': second.at })
})

it('takes the time of the reading for keys of a cache that did not note it', async () => {
  const key = {
    name: 'deploy',
    region: null,
    cloudKeyId: null,
    blob: null,
    fingerprintMd5: null,
    description: null,
  }
  const readAt = '2026-02-01T00:00:00.000Z'
  const ports = {
    profile: memoryProfileStore({ accounts: [account] }),
    cache: memoryDocumentFolder({ a: { version: 3, readAt, instances: [], keys: [key] } }),
    clock: testClock(),
    log: testLog(),
  }
  const instances = createInstances({ ports, accounts: { cloud: async () => createFakeCloud() } })
  expect((await instances.told()).get('a')?.keys).toEqual([{ ...key, firstSeen: readAt }])
})

import { describe, expect, it } from 'vitest'
import { memoryDocumentStore, testLog } from '../../../test/helpers/memory-profile.js'
import type { DocumentStore } from '../ports.js'
import { createObservations, type Observation } from './observations.js'

const root: Observation = {
  instanceId: 'acc/vm-1',
  user: 'root',
  path: '/root/.ssh/authorized_keys',
  at: '2026-01-01T00:00:00.000Z',
  keys: [{ blob: 'AAAA', type: 'ssh-ed25519', comment: 'ada@desk', options: 'restrict' }],
}
const later = { ...root, at: '2026-01-02T00:00:00.000Z', keys: [] }
const ubuntu = { ...root, user: 'ubuntu', path: '/home/ubuntu/.ssh/authorized_keys' }
const onAnother = { ...root, instanceId: 'other/vm-1' }

function setUp(store: DocumentStore = memoryDocumentStore()) {
  const log = testLog()
  return { store, log, seen: createObservations(store, log), restarted: () => createObservations(store, log) }
}

describe('what was seen in authorized_keys', () => {
  it('is the newest reading of each file, and outlives a restart', async () => {
    const { seen, restarted } = setUp()
    await Promise.all([root, ubuntu, onAnother, later].map(seen.note))
    const expected = [later, ubuntu, onAnother]
    expect(await seen.all()).toEqual(expected)
    expect(await restarted().all()).toEqual(expected)
  })

  it('has no more a file that was not there when the files of its user were read again', async () => {
    const { seen, restarted } = setUp()
    const second = { ...root, path: '/root/.ssh/authorized_keys2' }
    for (const observation of [root, second, ubuntu, onAnother]) await seen.note(observation)
    await seen.noteAll(root, [later])
    const expected = [ubuntu, onAnother, later]
    expect(await seen.all()).toEqual(expected)
    expect(await restarted().all()).toEqual(expected)
  })

  it('goes with its account; an instance that is in no cloud stays', async () => {
    const { seen, restarted } = setUp()
    const noCloud = { ...root, instanceId: 'bastion' }
    for (const observation of [root, onAnother, noCloud]) await seen.note(observation)
    await seen.keepOnly(['other'])
    expect(await restarted().all()).toEqual([onAnother, noCloud])
  })

  it('is written as often as the disk allows, not once for each of hundreds', async () => {
    const store = memoryDocumentStore()
    let writes = 0
    const { seen, restarted } = setUp({
      read: store.read,
      write: async (document) => {
        writes++
        await store.write(document)
      },
    })
    const many = Array.from({ length: 300 }, (_, at) => ({ ...root, instanceId: `acc/vm-${at}` }))
    await Promise.all(many.map(seen.note))
    expect(writes).toBeLessThanOrEqual(2)
    expect(await restarted().all()).toHaveLength(300)
  })

  it.each([
    ['of another version', { version: 2, observations: [] }],
    ['damaged', { version: 1, observations: [{ user: 'root' }] }],
  ])('counts as none where the document is %s', async (_what, document) => {
    const { seen, log } = setUp(memoryDocumentStore(document))
    expect(await seen.all()).toEqual([])
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'observations.dropped' }])
  })

  it('stays in memory where the disk refuses it', async () => {
    const refusing = { read: async () => null, write: () => Promise.reject(new Error('disk full')) }
    const { seen, log } = setUp(refusing)
    await seen.note(root)
    expect(await seen.all()).toEqual([root])
    expect(log.lines).toMatchObject([{ level: 'error', event: 'observations.not-written' }])
  })
})

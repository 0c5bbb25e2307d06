import { expect, it, vi } from 'vitest'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { memoryDocumentStore } from '../../../test/helpers/memory-profile.js'
import { allOn, syncLab } from '../../../test/helpers/sync-lab.js'
import { LatchkeyError } from '../lib/error.js'
import type { DocumentStore } from '../ports.js'
import type { App } from '../services.js'
import { withWork } from './with-work.js'

const keys = [keyRecord('k1', 'web', 0), keyRecord('k2', 'db', 1)]

/** The program, started with what stands on the disk; its vault is open. */
function started(syncRun: DocumentStore) {
  const lab = syncLab({ keys, wanted: [allOn('a')], accountIds: ['a'], syncRun })
  const onOpen = (listener: () => void) => {
    listener()
    return () => undefined
  }
  const app = {
    ...{ instances: {}, accounts: {}, repair: {}, bindings: {}, backup: {}, keys: {} },
    ...{ vault: { onOpen }, transfers: { watch: () => new Promise(() => undefined) }, sync: lab.sync },
  } as unknown as App
  const { sync, work } = withWork(app, { clock: lab.clock, log: lab.log })
  async function shown() {
    for await (const items of await work.watch(undefined, { caller: 'w' })) return items
    return []
  }
  return { ...lab, sync, work, shown }
}

async function endedWithFailure(syncRun: DocumentStore) {
  const before = started(syncRun)
  before.cloud('a').failNext('importKey', new LatchkeyError('cloud-quota', 'The account is full.'))
  await before.syncAll()
  await before.sync.cancel(undefined, {})
}

/** As a crash in the middle leaves it: one key is there, the other is under way. */
async function cutOff(syncRun: DocumentStore) {
  const before = started(syncRun)
  let asked = 0
  before.cloud('a').before('importKey', () => (++asked > 1 ? new Promise(() => undefined) : undefined))
  const plan = await before.sync.plan({ rename: false, remove: false }, {})
  await before.sync.run({ planId: plan.id, stepIds: plan.steps.map(({ id }) => id) }, {})
  await vi.waitFor(() => expect(asked).toBe(2))
  await vi.waitFor(async () => {
    const { run } = (await syncRun.read()) as { run: { steps: { state: string }[] } }
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'running'])
  })
}

it('tells after a restart of a sync that ended with failures, with why, and does those once more', async () => {
  const syncRun = memoryDocumentStore()
  await endedWithFailure(syncRun)
  const { shown, work, ended, cloud } = started(syncRun)
  await vi.waitFor(async () => expect(await shown()).toHaveLength(1))
  const [item] = await shown()
  expect(item).toMatchObject({
    ...{ kind: 'sync', name: 'Account a', state: 'failed', failed: 1, read: false, canRetry: true },
    ...{ begunHere: false, failures: [{ name: 'web on Account a', problem: { code: 'cloud-quota' } }] },
  })
  await work.retry({ id: item?.id ?? '' }, { caller: 'w' })
  await vi.waitFor(async () => expect((await ended()).steps[0]?.state).toBe('done'))
  expect(cloud('a').calls).toContain('importKey web')
  await vi.waitFor(async () => expect(await shown()).toEqual([]))
})

it('tells after a restart of one that was cut off, how far it is, and takes it up', async () => {
  const syncRun = memoryDocumentStore()
  await cutOff(syncRun)
  const { shown, work, ended } = started(syncRun)
  await vi.waitFor(async () => expect(await shown()).toHaveLength(1))
  const [item] = await shown()
  expect(item).toMatchObject({ state: 'cut-off', progress: { done: 1, of: 2 }, read: true, canRetry: true })
  await work.retry({ id: item?.id ?? '' }, { caller: 'w' })
  await vi.waitFor(async () => expect((await ended()).state).toBe('ended'))
  await vi.waitFor(async () => expect(await shown()).toEqual([]))
})

it('what is dismissed in the tray does not come again, and what is put away elsewhere goes from it', async () => {
  for (const how of ['tray', 'notice']) {
    const syncRun = memoryDocumentStore()
    await cutOff(syncRun)
    const { shown, work, sync } = started(syncRun)
    await vi.waitFor(async () => expect(await shown()).toHaveLength(1))
    if (how === 'tray') await work.dismiss({ ids: (await shown()).map(({ id }) => id) }, {})
    else await sync.dismiss(undefined, {})
    await vi.waitFor(async () => expect(await shown()).toEqual([]))
    await vi.waitFor(async () => expect(await syncRun.read()).toMatchObject({ run: null }))
    for await (const run of await started(syncRun).sync.watch(undefined, {})) {
      expect(run).toBeNull()
      break
    }
  }
})

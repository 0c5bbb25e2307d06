import type { WantedRule } from '../../contract/sync.js'
import type { Happening } from '../../main/core/activity/record.js'
import { createInstanceView } from '../../main/core/inventory/instance-view.js'
import type { AccountInventory } from '../../main/core/inventory/inventory-cache.js'
import type { Observation } from '../../main/core/inventory/observations.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { Clock, DocumentStore } from '../../main/core/ports.js'
import type { KeyRecord } from '../../main/core/profile.js'
import { createSync } from '../../main/core/sync/sync.js'
import { accountRecord } from './backup-lab.js'
import { createFakeCloud, type FakeCloud, fakeAdapter } from './fake-cloud.js'
import { memoryDocumentStore, memoryProfileStore, testClock, testLog } from './memory-profile.js'

export interface SyncLabParts {
  keys: KeyRecord[]
  wanted: WantedRule[]
  accountIds?: string[]
  syncRun?: DocumentStore
  driftBaseline?: DocumentStore
  clock?: Clock
  renames?: boolean
}

/** Sync over fake clouds, one for each account; `read` is what a refresh of an account does to the cache. */
export function syncLab({
  keys,
  wanted,
  accountIds = ['a', 'b'],
  syncRun = memoryDocumentStore(),
  driftBaseline = memoryDocumentStore(),
  clock = testClock(),
  renames = false,
}: SyncLabParts) {
  const accounts = accountIds.map((id) => accountRecord(id, `Account ${id}`))
  const profile = memoryProfileStore({ keys, wanted, accounts })
  const clouds = new Map(accountIds.map((id) => [id, withRenames(createFakeCloud(), renames)]))
  const cloud = (id: string): FakeCloud => clouds.get(id) ?? createFakeCloud()
  const adapter = fakeAdapter(() => cloud(''))
  const adapters = [{ ...adapter, capabilities: { ...adapter.capabilities, renamesKeys: renames } }]
  const told = new Map<string, AccountInventory>()
  const noted: Happening[] = []
  const observed: Observation[] = []
  const log = testLog()

  async function read(id: string): Promise<void> {
    const [found, listed] = [await cloud(id).listInstances(), await cloud(id).listKeys()]
    const readAt = new Date(clock.now()).toISOString()
    const seen = listed.map((key) => ({ ...key, firstSeen: readAt }))
    const instances = new Map(found.map((instance) => [instance.cloudId, instance]))
    told.set(id, { readAt, keys: seen, instances, older: {} })
  }

  async function list() {
    const view = createInstanceView(profile.read())
    const all = [...told].flatMap(([id, inventory]) => view.all(id, inventory))
    return { instances: all, ages: [] }
  }

  const note = (happening: Happening) => {
    noted.push(happening)
    sync.ownChange(happening)
  }
  const sync = createSync({
    ports: { profile, clock, log, syncRun, driftBaseline },
    accounts: {
      async cloud(id) {
        const found = clouds.get(id)
        if (found === undefined) throw new LatchkeyError('account-not-found', 'There is no such account.')
        return found
      },
    },
    instances: {
      list,
      told: async () => told,
      async refresh({ accountId }) {
        if (accountId !== undefined) await read(accountId)
      },
    },
    observations: { all: async () => observed },
    adapters,
    note,
  })

  /** Plans, chooses everything, and waits for the end. */
  async function syncAll(options = { rename: false, remove: false }) {
    const plan = await sync.plan(options, {})
    const stepIds = plan.steps
      .filter(({ kind }) => kind !== 'nothing' && kind !== 'not-taken')
      .map(({ id }) => id)
    await sync.run({ planId: plan.id, stepIds }, {})
    return ended()
  }

  /** The run when it no longer runs. */
  async function ended() {
    for await (const run of await sync.watch(undefined, {}))
      if (run !== null && run.state !== 'running' && run.state !== 'cancelling') return run
    throw new Error('There was no run')
  }

  return { sync, profile, cloud, read, noted, observed, log, clock, syncRun, driftBaseline, syncAll, ended }
}

function withRenames(cloud: FakeCloud, renames: boolean): FakeCloud {
  if (!renames) return cloud
  const renameKey: NonNullable<FakeCloud['renameKey']> = async (key, name) => {
    cloud.calls.push(`renameKey ${key.name} ${name}`)
    const line = cloud.keys.get(key.name)
    if (line === undefined) throw new LatchkeyError('cloud-not-found', 'There is no such key.')
    cloud.keys.delete(key.name)
    cloud.keys.set(name, line)
  }
  return Object.assign(cloud, { renameKey })
}

export const allOn = (...accountIds: string[]): WantedRule => ({
  id: 'all',
  keys: { kind: 'all' },
  accounts: accountIds.length === 0 ? { kind: 'all' } : { kind: 'some', accountIds },
})

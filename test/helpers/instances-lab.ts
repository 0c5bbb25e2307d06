import type { Inventory } from '../../contract/instances.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { DocumentFolder } from '../../main/core/ports.js'
import type { AccountRecord, Profile } from '../../main/core/profile.js'
import { createFakeCloud, type FakeCloud, fakeInstance } from './fake-cloud.js'
import { memoryDocumentFolder, memoryProfileStore, testClock, testLog } from './memory-profile.js'
import { plainAccount } from './plain-account.js'

export const account = (id: string): AccountRecord => ({
  id,
  phase: 'stored',
  kind: 'cloudstack',
  name: id,
  ...plainAccount,
  values: {},
  addedAt: '2026-01-01T00:00:00.000Z',
})

interface Start {
  clouds?: Record<string, FakeCloud>
  cache?: DocumentFolder
  profile?: Partial<Profile>
  timeLimitMs?: number
}

export function setUp({
  clouds = {},
  cache = memoryDocumentFolder(),
  profile: initial = {},
  timeLimitMs = 5000,
}: Start = {}) {
  const profile = memoryProfileStore({ accounts: Object.keys(clouds).map(account), ...initial })
  const ports = { profile, cache, clock: testClock(), log: testLog() }
  const accounts = {
    async cloud(id: string) {
      const found = clouds[id]
      if (found === undefined) throw new LatchkeyError('vault-locked', 'The vault is locked.')
      return found
    },
  }
  const instances = createInstances({ ports, accounts, timeLimitMs })
  return {
    ...ports,
    instances,
    list: () => instances.list(undefined, {}),
    /** Answers what is then known. */
    async refresh(accountId?: string) {
      await instances.refresh(accountId === undefined ? {} : { accountId }, {})
      return instances.list(undefined, {})
    },
    /** As after the next start: nothing in memory, the same disk. */
    restarted: async () => {
      await instances.settled()
      return createInstances({ ports, accounts })
    },
  }
}

export const cloudWith = (...ids: string[]) =>
  createFakeCloud({ instances: ids.map((cloudId) => fakeInstance({ cloudId })) })
export const statesIn = ({ instances }: Inventory) =>
  Object.fromEntries(instances.map(({ id, state }) => [id, state]))
export const cutOff = (instanceId: string) => {
  const startedAt = '2026-01-01T00:00:00.000Z'
  return {
    id: 'b',
    keyId: 'k1',
    instanceId,
    instanceName: 'x',
    startedAt,
    step: 'stop',
    stoppedByUs: true,
    action: 'bind',
  } as const
}
export const unreachable = () => new LatchkeyError('cloud-unreachable', 'Nobody there.')

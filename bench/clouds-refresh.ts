import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { cloudAdapters } from '../main/core/clouds/registry.js'
import { createAccounts } from '../main/core/inventory/accounts.js'
import { createInstances } from '../main/core/inventory/instances.js'
import type { AccountRecord } from '../main/core/profile.js'
import { documentFolder } from '../main/platform/document-folder.js'
import { memoryProfileStore, testLog } from '../test/helpers/memory-profile.js'
import { memorySecretStore } from '../test/helpers/memory-secret-store.js'
import { plainAccount } from '../test/helpers/plain-account.js'
import { systemClock } from '../test/helpers/system-clock.js'
import { type Bench, median, ratioRow } from './row.js'

const ACCOUNTS = 20
const INSTANCES = 500
const LATENCY_MS = 300
const ROUNDS = 5
const AIM = 1.2
const STALL_AIM_MS = 50

interface Clouds {
  endpoint: string
  accounts: { name: string; apiKey: string; secretKey: string }[]
}

interface Core {
  refresh(): Promise<void>
  /** Everything is on the disk. */
  settled(): Promise<void>
}

/** Reads many accounts at once, against the slowest of them alone; and how long the core answered nobody meanwhile. */
export const cloudsRefresh: Bench = {
  name: 'clouds.refresh',
  needs: [],
  async run() {
    const { clouds, child } = await startClouds()
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-refresh-'))
    try {
      const ours: number[] = []
      const peers: number[] = []
      const stalls: number[] = []
      for (let round = 0; round <= ROUNDS; round++) {
        const all = await core(clouds, clouds.accounts, join(folder, 'all'))
        const one = await core(clouds, clouds.accounts.slice(round, round + 1), join(folder, 'one'))
        const together = await measured(all)
        const alone = await measured(one)
        if (round === 0) continue // the first warms both sides up
        ours.push(together.ms)
        stalls.push(together.stallMs)
        peers.push(alone.ms)
      }
      const stall = Math.max(...stalls)
      return [
        ratioRow('clouds.refresh', 'ms', median(ours), median(peers), AIM),
        {
          ...{ name: 'clouds.refresh: longest stall', unit: 'ms', ours: stall, peer: null, ratio: null },
          ...{ aim: STALL_AIM_MS, met: stall <= STALL_AIM_MS },
        },
      ]
    } finally {
      child.stdin?.end()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function startClouds(): Promise<{ clouds: Clouds; child: ChildProcess }> {
  const script = join(import.meta.dirname, 'slow-clouds-main.ts')
  const counts = [ACCOUNTS, INSTANCES, LATENCY_MS].map(String)
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...counts], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { clouds: JSON.parse(line), child }
}

/** The accounts and their instances, over a vault in memory and a cache on the disk. Answers how to refresh all. */
async function core(clouds: Clouds, accounts: Clouds['accounts'], cachePath: string): Promise<Core> {
  const secrets = memorySecretStore()
  const log = testLog()
  const records = accounts.map(({ name }): AccountRecord => {
    const addedAt = '2026-01-01T00:00:00.000Z'
    const values = { endpoint: clouds.endpoint }
    return { ...plainAccount, id: name, phase: 'stored', kind: 'cloudstack', name, values, addedAt }
  })
  for (const { name, apiKey, secretKey } of accounts)
    await secrets.set(`account/${name}`, Buffer.from(JSON.stringify({ apiKey, secretKey })))
  const ports = {
    ...{ profile: memoryProfileStore({ accounts: records }), clock: systemClock, log },
    cache: documentFolder(cachePath, log),
  }
  const noKeys = { record: () => unwanted(), publicKeyLine: () => unwanted(), adopt: () => unwanted() }
  const vault = { secrets: () => secrets, onOpen: () => () => true, onLock: () => () => true }
  const service = createAccounts({ ports, vault, keys: noKeys, adapters: cloudAdapters })
  const instances = createInstances({ ports, accounts: service })
  await instances.list(undefined, {}) // as the window does before any refresh: the cache is read by then
  return {
    async refresh() {
      await instances.refresh({}, {})
      const found = await instances.list(undefined, {})
      if (found.instances.length !== accounts.length * INSTANCES)
        throw new Error(`${found.instances.length} instances were read.`)
    },
    settled: instances.settled,
  }
}

function unwanted(): never {
  throw new Error('A refresh needs no key.')
}

/** What is written to the disk afterwards is waited for, so that it is in the time of nobody else. */
async function measured({ refresh, settled }: Core): Promise<{ ms: number; stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = performance.now()
  await refresh()
  const ms = performance.now() - start
  delay.disable()
  await settled()
  return { ms, stallMs: delay.max / 1e6 }
}

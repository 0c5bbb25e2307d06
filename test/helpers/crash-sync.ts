import { join } from 'node:path'
import type { SyncRun } from '../../contract/sync.js'
import type { Cloud, CloudKeyEntry } from '../../main/core/clouds/cloud.js'
import { fingerprintMd5, publicKeyLine } from '../../main/core/keys/public-key.js'
import { oneAtATime } from '../../main/core/lib/one-at-a-time.js'
import type { KeyRecord } from '../../main/core/profile.js'
import { createSync } from '../../main/core/sync/sync.js'
import { documentStore } from '../../main/platform/document-store.js'
import { textFile } from '../../main/platform/text-file.js'
import { accountRecord } from './backup-lab.js'
import { createFakeCloud, fakeAdapter } from './fake-cloud.js'
import { memoryProfileStore, testLog } from './memory-profile.js'
import { plainNotes } from './plain-notes.js'
import { systemClock } from './system-clock.js'

/** A made-up public key: the type, and some bytes. Base64. */
function blobOf(id: string): string {
  const sized = (text: string) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)])
  return Buffer.concat([sized('ssh-ed25519'), sized(id)]).toString('base64')
}

const lineOf = (id: string) => publicKeyLine(Buffer.from(blobOf(id), 'base64'), id)

const record = (name: string, parts: Partial<KeyRecord> = {}): KeyRecord => ({
  ...{ id: name, phase: 'stored', name, type: 'ed25519', bits: 256, blob: blobOf(name), comment: name },
  ...{ origin: 'generated', createdAt: '2026-01-01T00:00:00.000Z' },
  ...plainNotes,
  ...parts,
})
const records = [record('web'), record('db'), record('old', { archivedAt: '2026-01-01T00:00:00.000Z' })]

const everywhere = { id: 'all', keys: { kind: 'all' as const }, accounts: { kind: 'all' as const } }

/** Name to authorized_keys line; what is not written here yet has not reached the cloud. */
type KeysOfAccount = Record<string, string>

/** A cloud whose key pairs are in a file, so that they outlive the process. Throws at a key that is pushed twice. */
function cloudIn(file: ReturnType<typeof textFile>): Cloud {
  const inTurn = oneAtATime()
  const read = async (): Promise<KeysOfAccount> => JSON.parse((await file.read()) || JSON.stringify(atFirst))
  const write = (keys: KeysOfAccount) => file.write(JSON.stringify(keys))
  return {
    ...createFakeCloud(),
    listKeys: async () => Object.entries(await read()).map(([name, line]) => entry(name, line)),
    importKey: (name, line) =>
      inTurn(async () => {
        const keys = await read()
        if (keys[name] !== undefined) throw new Error(`${name} was pushed twice`)
        await write({ ...keys, [name]: line })
        return true
      }),
    deleteKey: ({ name }) =>
      inTurn(async () => {
        const { [name]: _gone, ...left } = await read()
        await write(left)
      }),
  }
}

/** One key that is to go, and one that nobody here knows. */
const atFirst: KeysOfAccount = { old: lineOf('old'), foreign: lineOf('foreign') }

function entry(name: string, line: string): CloudKeyEntry {
  const blob = line.split(' ')[1] ?? ''
  const md5 = fingerprintMd5(Buffer.from(blob, 'base64'))
  return { name, region: null, cloudKeyId: null, blob: null, fingerprintMd5: md5, description: null }
}

/** Sync over one folder: its journal, and the accounts `a` and `b` that hold what the files in it say. */
export function openSyncIn(directory: string) {
  const log = testLog()
  const accounts = ['a', 'b'].map((id) => accountRecord(id))
  const clouds = new Map(
    accounts.map(({ id }) => [id, cloudIn(textFile(join(directory, `cloud-${id}.json`)))]),
  )
  const cloud = async (id: string) => clouds.get(id) ?? createFakeCloud()
  const sync = createSync({
    ports: {
      profile: memoryProfileStore({ keys: records, wanted: [everywhere], accounts }),
      clock: systemClock,
      log,
      syncRun: documentStore(join(directory, 'sync-run.json'), log),
      driftBaseline: documentStore(join(directory, 'drift-baseline.json'), log),
    },
    accounts: { cloud },
    instances: {
      list: async () => ({ instances: [], ages: [] }),
      refresh: async () => undefined,
      told: async () => new Map(),
    },
    observations: { all: async () => [] },
    adapters: [fakeAdapter(createFakeCloud)],
    note: () => undefined,
  })

  async function ended(): Promise<SyncRun> {
    for await (const run of await sync.watch(undefined, {}))
      if (run !== null && run.state !== 'running' && run.state !== 'cancelling') return run
    throw new Error('There was no run')
  }

  return {
    sync,
    ended,
    /** Null where nothing is left of it. */
    async lastRun(): Promise<SyncRun | null> {
      for await (const run of await sync.watch(undefined, {})) return run
      return null
    },
    held: async (id: string) => (await (await cloud(id)).listKeys()).map(({ name }) => name).sort(),
    /** Plans, and carries out everything; null where there is nothing to do. */
    async syncAll(): Promise<SyncRun | null> {
      const { id, steps } = await sync.plan({ rename: false, remove: true }, {})
      if (steps.every(({ kind }) => kind === 'nothing')) return null
      await sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
      const run = await ended()
      await sync.close()
      return run
    },
  }
}

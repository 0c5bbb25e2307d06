import { expect, it, vi } from 'vitest'
import type { BindJob } from '../../../contract/bindings.js'
import type { SyncRun } from '../../../contract/sync.js'
import type { Transfer } from '../../../contract/transfers.js'
import { createLiveValue } from '../lib/live-value.js'
import type { App } from '../services.js'
import { withWork } from '../work/with-work.js'
import type { Finished } from './long-work.js'
import { tellFinished } from './tell-finished.js'

/** What of the core has to do with long work, each piece of which ends when the test says so. */
function core({ open = true } = {}) {
  let now = 0
  const generated = { resolve: (_made: unknown) => undefined, reject: (_error: unknown) => undefined }
  const generating = new Promise((resolve, reject) => {
    Object.assign(generated, { resolve, reject })
  })
  const ending = { resolve: (_made: unknown) => undefined, reject: (_error: unknown) => undefined }
  const slow = new Promise((resolve, reject) => {
    Object.assign(ending, { resolve, reject })
  })
  const job = createLiveValue({
    ...{ id: 'j1', batchId: 'b1', action: 'bind', instanceName: 'web-1', result: null, steps: [] },
  } as unknown as BindJob)
  const run = createLiveValue<SyncRun | null>({
    ...{ id: 'r1', state: 'running', endedAt: null, accounts: [{ accountId: 'a', name: 'Lab' }], steps: [] },
  } as unknown as SyncRun)
  const transfers = createLiveValue<Transfer[]>([])
  const app = {
    vault: {
      onOpen(listener: () => void) {
        if (open) listener()
        return () => undefined
      },
      onLock: () => () => undefined,
      move: () => slow,
    },
    keys: { generate: () => generating, record: () => ({ name: 'deploy' }) },
    backup: { export: () => slow, restore: () => slow },
    ...{ instances: {}, accounts: {}, repair: {} },
    bindings: {
      run: async () => job.get(),
      watch: async (_input: unknown, { signal }: { signal: AbortSignal }) => job.watch(signal),
    },
    sync: {
      run: async () => run.get(),
      watch: async (_nothing: unknown, { signal }: { signal: AbortSignal }) => run.watch(signal),
    },
    transfers: {
      download: async () => ({}),
      watch: async (_nothing: unknown, { signal }: { signal: AbortSignal }) => transfers.watch(signal),
    },
    close: async () => undefined,
  } as unknown as App
  const tell = vi.fn<(finished: Finished, named: boolean) => void>()
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const clock = { now: () => now, elapsed: () => now }
  const told = withWork(app, { clock, log })
  tellFinished(told, { clock, tell })
  const later = () => {
    now += 60_000
  }
  return { told, tell, log, generated, ending, job, run, transfers, later }
}

const options = {}

it('tells of a key pair that took long, made or not, and not of one that was given up', async () => {
  for (const [error, ok] of [
    [null, true],
    [new Error('No.'), false],
    [Object.assign(new Error('Given up.'), { code: 'cancelled' }), null],
  ] as const) {
    const { told, tell, generated, later } = core()
    const made = told.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, options).catch(() => null)
    later()
    if (error === null) generated.resolve({})
    else generated.reject(error)
    await made
    await vi.waitFor(() => expect(tell).toHaveBeenCalledTimes(ok === null ? 0 : 1))
    if (ok !== null)
      expect(tell.mock.calls[0]).toEqual([
        { kind: 'key', ended: [{ ok, name: 'deploy', place: { kind: 'section', section: 'keys' } }] },
        true,
      ])
  }
})

it('tells of a backup and a restoring that took long, and where not all of it came back', async () => {
  const settings = { kind: 'section', section: 'settings' }
  const backup = core()
  const to = { kind: 'passphrase' as const, passphrase: 'x' }
  void backup.told.backup.export({ to, folder: 'home', fileName: 'keys.age' }, options)
  backup.later()
  backup.ending.resolve({})
  await vi.waitFor(() => expect(backup.tell).toHaveBeenCalledOnce())
  expect(backup.tell.mock.calls[0]?.[0]).toEqual({
    kind: 'backup',
    ended: [{ ok: true, name: 'keys.age', place: settings }],
  })
  for (const outcome of ['restored', 'failed']) {
    const { told, later, ending, tell } = core()
    void told.backup.restore({ id: 'b', rowIds: ['r'] }, options)
    later()
    ending.resolve([{ outcome: 'restored' }, { outcome }])
    await vi.waitFor(() => expect(tell).toHaveBeenCalledOnce())
    const ended = [{ ok: outcome === 'restored', name: '', place: settings }]
    expect(tell.mock.calls[0]?.[0]).toEqual({ kind: 'restore', ended })
  }
})

it('tells of a vault that was moved, or could not be, and not of a move that was given up', async () => {
  for (const [error, ok] of [
    [null, true],
    [new Error('No.'), false],
    [Object.assign(new Error('Given up.'), { code: 'cancelled' }), null],
  ] as const) {
    const { told, later, ending, tell } = core()
    const moved = told.vault.move({ to: 'sealed-file', password: 'x' }, options).catch(() => null)
    later()
    if (error === null) ending.resolve({})
    else ending.reject(error)
    await moved
    await vi.waitFor(() => expect(tell).toHaveBeenCalledTimes(ok === null ? 0 : 1))
    const place = { kind: 'section', section: 'settings' }
    if (ok !== null)
      expect(tell.mock.calls[0]?.[0]).toEqual({ kind: 'move', ended: [{ ok, name: '', place }] })
  }
})

it('tells of a binding at its end, where its window shows it, and names nothing while the vault is locked', async () => {
  const { told, tell, job, later } = core({ open: false })
  await told.bindings.run({ planId: 'p' }, options)
  later()
  job.set({ ...job.get(), result: { outcome: 'proven' } as BindJob['result'] })
  job.end()
  await vi.waitFor(() => expect(tell).toHaveBeenCalledOnce())
  expect(tell.mock.calls[0]).toEqual([
    { kind: 'bind', ended: [{ ok: true, name: 'web-1', place: { kind: 'binding', id: 'b1' } }] },
    false,
  ])
})

it('tells of a sync with a step that failed that not all went well', async () => {
  const { told, tell, run, later } = core()
  await told.sync.run({ planId: 'p', stepIds: ['s'] }, options)
  later()
  const steps = [{ state: 'done' }, { state: 'failed' }]
  run.set({ ...run.get(), state: 'ended', endedAt: 'now', steps } as SyncRun)
  await vi.waitFor(() => expect(tell).toHaveBeenCalledOnce())
  expect(tell.mock.calls[0]?.[0].ended).toEqual([{ ok: false, name: 'Lab', place: { kind: 'sync' } }])
})

it('tells of copies once, when the last has ended, and not of those of an earlier run', async () => {
  const { told, tell, transfers, later, log } = core()
  const about = { name: 'site.tar', instanceId: 'a/1', instanceName: 'web-1', failed: 0, problems: [] }
  const of = (id: string, state: Transfer['state']) => ({ ...about, id, state }) as unknown as Transfer
  await told.transfers.download({ instanceId: 'a/1', sources: ['/x'] }, options)
  const show = async (...all: Transfer[]) => {
    transfers.set(all)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await show(of('old', 'failed'), of('1', 'running'), of('2', 'waiting'))
  later()
  await show(of('old', 'failed'), of('1', 'done'), of('2', 'running'))
  expect(tell).not.toHaveBeenCalled()
  await show(of('old', 'failed'), of('1', 'done'), of('2', 'failed'))
  await vi.waitFor(() => expect(tell).toHaveBeenCalledOnce())
  expect(tell.mock.calls[0]?.[0].ended.map(({ ok, name }) => [ok, name])).toEqual([
    [true, 'site.tar'],
    [false, 'site.tar'],
  ])
  await told.close()
  expect(log.error).not.toHaveBeenCalled()
})

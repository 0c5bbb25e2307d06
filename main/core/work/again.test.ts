import { expect, it, vi } from 'vitest'
import type { BindJob, BindResult } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { createLiveValue } from '../lib/live-value.js'
import type { App } from '../services.js'
import { withWork } from './with-work.js'
import { KEPT_FROM_MS } from './work-list.js'

const refused: ErrorInfo = { code: 'ssh-auth-refused', message: 'Refused.', retryable: true }
const lastWayIn: ErrorInfo = { code: 'key-last-way-in', message: 'Nothing else opens it.', retryable: true }

function core(parts: Record<string, unknown>) {
  const clock = testClock()
  const app = {
    ...{ instances: {}, accounts: {}, sync: {}, repair: {}, transfers: {}, bindings: {}, backup: {} },
    vault: { onOpen: () => () => undefined },
    ...{ keys: { record: () => ({ name: 'deploy' }) }, ...parts },
  } as unknown as App
  const watched = withWork(app, { clock, log: testLog() })
  async function shown() {
    for await (const items of await watched.work.watch(undefined, {})) return items
    return []
  }
  return { ...watched, clock, shown }
}

const job = (n: number) =>
  createLiveValue({
    ...{ id: `j${n}`, batchId: 'b', action: 'bind', keyId: 'k', instanceId: `a/${n}`, steps: [] },
    ...{ instanceName: `web-${n}`, result: null },
  } as unknown as BindJob)

it('offers the binding of those alone that failed, in the way that was chosen, without a password', async () => {
  const jobs = [job(1), job(2), job(3)]
  const each = [{ instanceId: 'a/2', user: 'ops' }]
  const bindings = {
    planMany: async ({ instanceIds }: { instanceIds: string[] }) =>
      instanceIds.map((instanceId) => ({
        instanceId,
        plan: { id: `plan of ${instanceId}`, action: 'bind', keyId: 'k', instanceId },
      })),
    runMany: async ({ planIds }: { planIds: string[] }) =>
      planIds.map((planId, n) => {
        const begun = jobs[n]?.get() ?? null
        return { planId, job: begun, problem: begun === null ? lastWayIn : null }
      }),
    watch: async ({ id }: { id: string }, { signal }: { signal: AbortSignal }) =>
      (jobs.find((one) => one.get().id === id) ?? job(0)).watch(signal),
  }
  const instances = { get: async (id: string) => ({ name: `web-${id.slice(2)}` }) }
  const { bindings: watched, shown } = core({ bindings, instances })
  const how = { by: 'ssh' as const, login: { kind: 'password' as const }, each }
  const ids = ['a/1', 'a/2', 'a/3', 'a/4']
  const plans = await watched.planMany({ action: 'bind', keyId: 'k', instanceIds: ids, ...how }, {})
  const planIds = plans.flatMap(({ plan }) => plan?.id ?? [])
  await watched.runMany({ planIds, password: 'hunter2 hunter2' }, {})
  const outcomes = ['proven', 'failed', 'not-proven'] as const
  for (const [n, outcome] of outcomes.entries()) {
    const live = jobs[n]
    live?.set({ ...live.get(), result: { outcome, message: 'No.', problem: refused } as BindResult })
    live?.end()
  }
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ state: 'failed' }]))
  const [item] = await shown()
  expect(item).toMatchObject({ count: 4, failed: 3, done: 1, canRetry: false })
  expect(item?.again).toEqual({
    ...{ kind: 'bind', action: 'bind', keyId: 'k', lastWaysIn: ['a/4'] },
    instances: expect.toSatisfy((all: { id: string; name: string }[]) =>
      ['a/2 web-2', 'a/3 web-3', 'a/4 web-4'].every((one) =>
        all.some(({ id, name }) => `${id} ${name}` === one),
      ),
    ),
    how: { by: 'ssh', login: { kind: 'password' }, each },
  })
  expect(JSON.stringify(await shown())).not.toContain('hunter2')
})

it.each([
  ['a passphrase', { kind: 'passphrase', passphrase: 'hunter2' }, true],
  ['a recipient', { kind: 'recipient', recipient: 'age1abc' }, false],
] as const)(
  'a backup with %s that failed is begun again as far as no secret is needed',
  async (_with, to, inForm) => {
    const exported = vi.fn().mockRejectedValue(new Error('The disk is full.'))
    const { backup, shown, clock, work } = core({
      backup: { export: exported, watchWork: async () => createLiveValue(null).watch() },
    })
    exported.mockImplementationOnce(async () => {
      clock.advance(20_000)
      throw new Error('The disk is full.')
    })
    await expect(backup.export({ to, folder: 'home', fileName: 'keys.age' }, {})).rejects.toThrow()
    const again = inForm ? { kind: 'backup', folder: 'home', fileName: 'keys.age' } : null
    const [item] = await shown()
    expect(item).toMatchObject({ state: 'failed', canRetry: !inForm, again })
    expect(JSON.stringify(item)).not.toContain('hunter2')
    await work.retry({ id: item?.id ?? '' }, {})
    await vi.waitFor(() => expect(exported).toHaveBeenCalledTimes(inForm ? 1 : 2))
  },
)

it.each([
  ['pasted', { source: { kind: 'text', text: 'PRIVATE' } }, true],
  ['a file with a passphrase', { source: { kind: 'scanned', name: 'id' }, passphrase: 'PRIVATE' }, true],
  ['a plain file', { source: { kind: 'scanned', name: 'id' } }, false],
] as const)(
  'an import of %s that failed is begun again as far as no secret is needed',
  async (_of, input, inForm) => {
    const imported = vi.fn().mockRejectedValue(new Error('The keychain is gone.'))
    const { keys, shown, clock, work } = core({ keys: { import: imported } })
    imported.mockImplementationOnce(async () => {
      clock.advance(KEPT_FROM_MS * 10)
      throw new Error('The keychain is gone.')
    })
    await expect(keys.import({ ...input, name: 'deploy' }, {})).rejects.toThrow()
    const [item] = await shown()
    const again = inForm ? { kind: 'import', name: 'deploy' } : null
    expect(item).toMatchObject({ state: 'failed', canRetry: !inForm, again })
    expect(JSON.stringify(item)).not.toContain('PRIVATE')
    await work.retry({ id: item?.id ?? '' }, {})
    await vi.waitFor(() => expect(imported).toHaveBeenCalledTimes(inForm ? 1 : 2))
  },
)

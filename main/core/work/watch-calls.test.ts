import { expect, it, vi } from 'vitest'
import { cloudWith, setUp, statesIn } from '../../../test/helpers/instances-lab.js'
import { testClock, testLog } from '../../../test/helpers/memory-profile.js'
import type { App } from '../services.js'
import { withWork } from './with-work.js'

/** The instances of an account as the windows have them: with each piece of work in the list. */
function watched(...names: string[]) {
  const a = cloudWith(...names)
  const lab = setUp({ clouds: { a } })
  const accounts = { list: async () => [{ id: 'a', name: 'Lab', disabled: false }] }
  const app = {
    ...{ instances: lab.instances, accounts, keys: {}, vault: { onOpen: () => () => undefined } },
    ...{ bindings: {}, sync: {}, backup: {}, repair: {}, transfers: {} },
  } as unknown as App
  const { instances, work } = withWork(app, { clock: lab.clock, log: lab.log })
  async function shown() {
    for await (const items of await work.watch(undefined, { caller: 'w1' })) return items
    return []
  }
  return { a, ...lab, instances, work, shown }
}

it('a refresh is cancelled from the list: the reading ends, and no failure stays', async () => {
  const { a, instances, work, shown } = watched('vm-1')
  a.before('listInstances', () => new Promise(() => undefined))
  const refreshed = instances.refresh({}, { caller: 'w1' })
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ kind: 'refresh', canCancel: true }]))
  await vi.waitFor(() => expect(a.calls).toContain('listInstances'))
  await work.cancel({ id: (await shown())[0]?.id ?? '' }, {})
  await expect(refreshed).rejects.toMatchObject({ code: 'cancelled' })
  expect(await shown()).toEqual([])
  expect(instances.problemOf('a')).toMatchObject({ code: 'cancelled' })
})

it('stops that wait are cancelled, also where the window that began them is gone; what was sent is named', async () => {
  const names = Array.from({ length: 11 }, (_, n) => `vm-${n}`)
  const { a, instances, work, shown, list } = watched(...names)
  await instances.refresh({}, {})
  let goOn: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  a.before('stop', () => held)
  const gone = new AbortController()
  const options = { caller: 'w1', signal: gone.signal }
  const all = names.map((name) => instances.power({ id: `a/${name}`, to: 'stopped' }, options))
  const ended = Promise.allSettled(all)
  await vi.waitFor(() => expect(a.calls.filter((call) => call.startsWith('stop'))).toHaveLength(10))
  gone.abort()
  expect(await shown()).toMatchObject([{ kind: 'stop', count: 11, state: 'running', canCancel: true }])
  await work.cancel({ id: (await shown())[0]?.id ?? '' }, {})
  const [now] = await shown()
  expect(now).toMatchObject({ state: 'cancelling', sentBefore: names.slice(0, 10) })
  goOn()
  await ended
  expect(await shown()).toMatchObject([{ state: 'cancelled', done: 10, count: 11, canRetry: false }])
  expect(statesIn(await list())['a/vm-10']).toBe('running')
})

it('a push counts the accounts, is cancelled for those left, and done once more for those that failed alone', async () => {
  const answers = new Map<string, (outcome: 'pushed' | 'failed') => void>()
  const push = vi.fn(async ({ accountIds: [accountId = ''] }, { signal }) => {
    const outcome = await new Promise<'pushed' | 'failed' | 'cancelled'>((resolve) => {
      answers.set(accountId, resolve)
      signal.addEventListener('abort', () => resolve('cancelled'))
    })
    const code = outcome === 'cancelled' ? 'cancelled' : 'cloud-quota'
    const problem = { code, message: 'No.', retryable: true }
    return [{ accountId, ...(outcome === 'pushed' ? { outcome } : { outcome: 'failed', problem }) }]
  })
  const list = async () => ['a', 'b', 'c'].map((id) => ({ id, name: `Cloud ${id}` }))
  const clock = testClock()
  const app = {
    ...{ instances: {}, bindings: {}, sync: {}, backup: {}, repair: {}, transfers: {} },
    ...{ vault: { onOpen: () => () => undefined }, keys: { record: () => ({ name: 'deploy' }) } },
    accounts: { push, list },
  } as unknown as App
  const { accounts, work } = withWork(app, { clock, log: testLog() })
  async function shown() {
    for await (const items of await work.watch(undefined, {})) return items
    return []
  }
  const result = accounts.push({ keyId: 'k', accountIds: ['a', 'b', 'c', 'a'] }, {})
  answers.get('a')?.('pushed')
  await vi.waitFor(async () =>
    expect(await shown()).toMatchObject([{ kind: 'push', name: 'deploy', progress: { done: 1, of: 3 } }]),
  )
  answers.get('b')?.('failed')
  await vi.waitFor(async () => expect(await shown()).toMatchObject([{ failed: 1 }]))
  clock.advance(20_000)
  await work.cancel({ id: (await shown())[0]?.id ?? '' }, {})
  expect((await result).map(({ accountId, outcome }) => [accountId, outcome])).toEqual([
    ['a', 'pushed'],
    ['b', 'failed'],
    ['c', 'failed'],
  ])
  const [item] = await shown()
  expect(item).toMatchObject({ state: 'failed', failed: 1, failures: [{ name: 'Cloud b' }], canRetry: true })
  push.mockClear()
  await work.retry({ id: item?.id ?? '' }, {})
  await vi.waitFor(() => expect(push).toHaveBeenCalledOnce())
  expect(push.mock.calls[0]?.[0]).toMatchObject({ accountIds: ['b'] })
})

it.each([
  ['a signal', new DOMException('Aborted', 'AbortError')],
  ['Node', Object.assign(new Error('Aborted'), { name: 'AbortError', code: 'ABORT_ERR' })],
])('what %s has ended was cancelled, and did not fail', async (_by, error) => {
  const { instances, a, shown } = watched('vm-1')
  await instances.refresh({}, {})
  a.failNext('getInstance', error)
  await expect(instances.power({ id: 'a/vm-1', to: 'stopped' }, {})).rejects.toThrow('Aborted')
  expect(await shown()).toEqual([])
})

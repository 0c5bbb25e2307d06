import { expect, it, vi } from 'vitest'
import { cloudWith, setUp, statesIn } from '../../../test/helpers/instances-lab.js'
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

import { describe, expect, it } from 'vitest'
import { createFakeCloud, type FakeCloud, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { cloudWith, cutOff, setUp, statesIn } from '../../../test/helpers/instances-lab.js'
import { keyRecord, publicKeyOf } from '../../../test/helpers/key-records.js'
import { memoryDocumentFolder } from '../../../test/helpers/memory-profile.js'

it('keeps the instances of a disabled account in the list, without a state and without asking for it', async () => {
  const a = cloudWith('vm-1')
  const { refresh, list, profile } = setUp({ clouds: { a, b: cloudWith('vm-2') } })
  await refresh()
  await profile.update((now) => ({
    ...now,
    accounts: now.accounts.map((one) => ({ ...one, disabled: one.id === 'a' })),
  }))
  a.calls.length = 0
  expect(statesIn(await refresh())).toEqual({ 'a/vm-1': 'unknown', 'b/vm-2': 'running' })
  expect((await list()).instances[0]?.cloudState).toBe('Not asked')
  expect(a.calls).toEqual([])
})

describe('the list', () => {
  it('may be of one account, with its age, and is of none that is not there', async () => {
    const { refresh, instances } = setUp({ clouds: { a: cloudWith('vm-1'), b: cloudWith('vm-2') } })
    await refresh()
    const { instances: found, ages } = await instances.list({ accountId: 'b' }, {})
    expect(found.map(({ id }) => id)).toEqual(['b/vm-2'])
    expect(ages.map(({ accountId }) => accountId)).toEqual(['b'])
    expect(await instances.list({ accountId: 'nope' }, {})).toEqual({ instances: [], ages: [] })
  })

  it('may be read page by page, each instance once', async () => {
    const { refresh, instances } = setUp({
      clouds: { a: cloudWith('vm-1', 'vm-2', 'vm-3'), b: cloudWith('vm-4') },
    })
    await refresh()
    const page = async (from: number) => {
      const { instances: found, ages } = await instances.list({ accountId: 'a', from, most: 2 }, {})
      return [ages.length, ...found.map(({ cloudId }) => cloudId)]
    }
    expect([await page(0), await page(2), await page(4)]).toEqual([[1, 'vm-1', 'vm-2'], [1, 'vm-3'], [1]])
    const { instances: acrossAccounts } = await instances.list({ from: 2, most: 2 }, {})
    expect(acrossAccounts.map(({ id }) => id)).toEqual(['a/vm-3', 'b/vm-4'])
  })

  it('is empty at first, and says that nothing was read yet', async () => {
    const { list } = setUp({ clouds: { a: cloudWith('vm-1') } })
    expect(await list()).toEqual({ instances: [], ages: [{ accountId: 'a', readAt: null }] })
  })

  it('looks first at an instance that a binding was cut off at, since the last reading tells nothing of it', async () => {
    const a = cloudWith('vm-1', 'vm-2')
    const { refresh, restarted, profile } = setUp({ clouds: { a } })
    await refresh()
    await profile.update((now) => ({ ...now, bindingJournal: [cutOff('a/vm-1')] }))
    a.instances.set('vm-1', fakeInstance({ cloudId: 'vm-1', state: 'stopped' }))
    a.calls.length = 0
    const next = await restarted()
    for (const _again of [1, 2])
      expect(statesIn(await next.list(undefined, {}))).toEqual({ 'a/vm-1': 'stopped', 'a/vm-2': 'running' })
    expect(a.calls.filter((call) => call.startsWith('getInstance'))).toHaveLength(1)
  })

  it('claims no state of such an instance while nobody can look', async () => {
    const clouds: Record<string, FakeCloud> = { a: cloudWith('vm-1', 'vm-2') }
    const { refresh, restarted, profile } = setUp({ clouds })
    await refresh()
    await profile.update((now) => ({ ...now, bindingJournal: [cutOff('a/vm-1')] }))
    const next = await restarted()
    const { a } = clouds
    delete clouds.a // the vault is locked
    const locked = await next.list(undefined, {})
    expect(statesIn(locked)).toEqual({ 'a/vm-1': 'unknown', 'a/vm-2': 'running' })
    expect(locked.ages[0]).not.toHaveProperty('problem')
    Object.assign(clouds, { a })
    expect(statesIn(await next.list(undefined, {}))).toEqual({ 'a/vm-1': 'running', 'a/vm-2': 'running' })
  })

  it('comes from the disk after a restart, without asking a cloud', async () => {
    const a = cloudWith('vm-1')
    const { refresh, restarted } = setUp({ clouds: { a } })
    const before = await refresh()
    a.calls.length = 0
    expect(await (await restarted()).list(undefined, {})).toEqual(before)
    expect(a.calls).toEqual([])
  })

  it.each([
    {
      what: 'nonsense',
      document: { version: 3, readAt: '2026-01-01T00:00:00.000Z', instances: [{ id: 7 }] },
    },
    { what: 'of a later version', document: { version: 4 } },
    { what: 'no object', document: 'hello' },
  ])('does not fall over a cache that is $what', async ({ document }) => {
    const { list, refresh, log } = setUp({
      clouds: { a: cloudWith('vm-1') },
      cache: memoryDocumentFolder({ a: document }),
    })
    expect((await list()).instances).toEqual([])
    expect(log.lines).toMatchObject([{ event: 'inventory.cache-dropped' }])
    expect((await refresh()).instances).toHaveLength(1)
  })

  it('tells the login user that worked last before the guesses', async () => {
    const a = cloudWith('vm-1')
    const binding = {
      instanceId: 'a/vm-1',
      keyId: 'k1',
      user: 'admin',
      boundAt: '2026-01-01T00:00:00.000Z',
      proofs: [
        { keyId: 'k1', user: 'admin', at: '2026-01-02T00:00:00.000Z' },
        { keyId: 'k1', user: 'root', at: '2026-01-01T00:00:00.000Z' },
      ],
    }
    const { refresh, profile } = setUp({ clouds: { a }, profile: { keys: [keyRecord('k1')] } })
    expect((await refresh()).instances[0]).toMatchObject({
      user: 'debian',
      userGuesses: ['root'],
      boundKeyId: null,
    })
    await profile.update((now) => ({ ...now, bindings: [binding] }))
    expect((await refresh()).instances[0]).toMatchObject({
      id: 'a/vm-1',
      user: 'admin',
      userGuesses: ['root', 'debian'],
      boundKeyId: 'k1',
      proven: binding.proofs,
    })
  })

  it('does not call an instance bound to a key pair that was deleted', async () => {
    const binding = {
      instanceId: 'a/vm-1',
      keyId: 'gone',
      user: 'admin',
      boundAt: '2026-01-01T00:00:00.000Z',
      proofs: [],
    }
    const { refresh } = setUp({ clouds: { a: cloudWith('vm-1') }, profile: { bindings: [binding] } })
    expect((await refresh()).instances[0]?.boundKeyId).toBeNull()
  })

  it('knows a declared key by its fingerprint in the account, not by its name', async () => {
    const a = createFakeCloud({
      instances: [fakeInstance({ cloudId: 'vm-1', keyNames: ['on-cloud', 'deleted-there'] })],
    })
    a.keys.set('on-cloud', publicKeyOf(0))
    const { refresh } = setUp({
      clouds: { a },
      profile: { keys: [keyRecord('k1', 'here', 0), keyRecord('k2', 'deleted-there', 1)] },
    })
    expect((await refresh()).instances[0]?.declared).toEqual([
      { cloudName: 'on-cloud', keyId: 'k1' },
      { cloudName: 'deleted-there', keyId: null },
    ])
  })
})

it('lists ten thousand instances without a pause that a person would notice', async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `vm-${index}`)
  const a = createFakeCloud({
    instances: ids.map((cloudId) => fakeInstance({ cloudId, keyNames: ['deploy'] })),
  })
  a.keys.set('deploy', publicKeyOf(0))
  const binding = { keyId: 'k1', user: 'root', boundAt: '2026-01-01T00:00:00.000Z', proofs: [] }
  const bindings = ids.map((cloudId) => ({ ...binding, instanceId: `a/${cloudId}` }))
  const { refresh, list } = setUp({ clouds: { a }, profile: { keys: [keyRecord('k1')], bindings } })
  const { instances } = await refresh()
  expect(instances.filter(({ boundKeyId }) => boundKeyId === 'k1')).toHaveLength(10_000)
  expect(await leastCpuTime(5, list)).toBeLessThan(200)
})

/** Milliseconds of this process's own time, the least of some runs: what others do on the machine counts little. */
async function leastCpuTime(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  return Math.min(...times)
}

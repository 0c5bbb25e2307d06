import { describe, expect, it, vi } from 'vitest'
import { InventoryProgress } from '../../../contract/instances.js'
import { account, cloudWith, setUp, statesIn, unreachable } from '../../../test/helpers/instances-lab.js'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { LatchkeyError } from '../lib/error.js'

it('tells of each account as soon as it was read, however slow or dead another is', async () => {
  const slow = cloudWith('vm-1')
  const dead = cloudWith('vm-2')
  const { instances, refresh, list } = setUp({ clouds: { slow, dead, quick: cloudWith('vm-3') } })
  let answer: () => void = () => undefined
  slow.before('listInstances', () => new Promise<void>((resolve) => (answer = resolve)))
  dead.failNext('listInstances', unreachable())
  const watched = await instances.watch(undefined, {})
  expect(await watched.next()).toMatchObject({ value: { revision: 0, read: {}, reading: [] } })
  const whole = refresh()
  for await (const { revision, read, reading } of watched) {
    if (revision < 2) continue
    expect(reading).toEqual(['slow'])
    expect(Object.keys(read).sort()).toEqual(['dead', 'quick'])
    break
  }
  const { instances: found, ages } = await list()
  expect(found.map(({ id }) => id)).toEqual(['quick/vm-3'])
  expect(ages.map(({ problem }) => problem?.code)).toEqual([undefined, 'cloud-unreachable', undefined])
  answer()
  expect(statesIn(await whole)).toEqual({ 'slow/vm-1': 'running', 'quick/vm-3': 'running' })
})

it('tells of the one account of which something else is known now, and of none else', async () => {
  const { instances, refresh, profile } = setUp({ clouds: { a: cloudWith('vm-1'), b: cloudWith('vm-2') } })
  await refresh()
  const watched = await instances.watch(undefined, {})
  const next = async () => InventoryProgress.parse((await watched.next()).value)
  const { read: before } = await next()
  await instances.fresh('a/vm-1')
  const looked = await next()
  expect(looked.read).toEqual({ ...before, a: looked.revision })

  const was = profile.read()
  const proof = { keyId: 'k1', user: 'root', at: '2026-01-01T00:00:00.000Z' }
  const bound = { instanceId: 'b/vm-2', keyId: 'k1', user: 'root', boundAt: proof.at, proofs: [proof] }
  instances.profileChanged(was, { ...was, bindings: [bound] })
  const proven = await next()
  expect(proven.read).toEqual({ ...looked.read, b: proven.revision })

  const bastion = { accountId: 'b', zone: null, instanceId: 'a/vm-1', alsoPublic: true }
  instances.profileChanged(was, { ...was, bastions: [bastion] })
  const led = await next()
  expect(led.read).toEqual({ ...proven.read, b: led.revision })

  instances.profileChanged(was, { ...was, settings: { ...was.settings, binDays: 7 } })
  instances.profileChanged(was, { ...was, keys: [keyRecord('k1')] })
  const { revision, read } = await next()
  expect([revision, read]).toEqual([led.revision + 1, { a: revision, b: revision }])
})

describe('a refresh', () => {
  it('reads one account, or all at the same time', async () => {
    const clouds = { a: cloudWith('vm-1'), b: cloudWith('vm-2') }
    const { refresh } = setUp({ clouds })
    const ids = (inventory: Awaited<ReturnType<typeof refresh>>) => inventory.instances.map(({ id }) => id)
    expect(ids(await refresh('b'))).toEqual(['b/vm-2'])
    expect(ids(await refresh())).toEqual(['a/vm-1', 'b/vm-2'])
  })

  it('keeps what was known of an account that fails, with its age and the problem beside it', async () => {
    const clouds = { a: cloudWith('vm-1'), b: cloudWith('vm-2') }
    const { refresh, clock } = setUp({ clouds })
    const [readFirst] = (await refresh()).ages
    clock.advance(60_000)
    clouds.a.failNext('listInstances', unreachable())
    const after = await refresh()
    expect(after.instances.map(({ id }) => id)).toEqual(['a/vm-1', 'b/vm-2'])
    expect(after.ages[0]).toEqual({
      accountId: 'a',
      readAt: readFirst?.readAt,
      problem: { code: 'cloud-unreachable', message: 'Nobody there.', retryable: false },
    })
    expect(after.ages[1]?.problem).toBeUndefined()
    expect((await refresh()).ages[0]?.problem).toBeUndefined()
  })

  it('does not wait for a cloud that never answers', async () => {
    const a = cloudWith('vm-1')
    a.before(
      'listInstances',
      (signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    )
    const { refresh } = setUp({ clouds: { a }, timeLimitMs: 20 })
    expect((await refresh()).ages[0]?.problem).toMatchObject({ code: 'cloud-unreachable', retryable: true })
  })

  it('that is cancelled is over at once: the cloud is asked no more, and what was known stays, with a word on it', async () => {
    const a = cloudWith('vm-1')
    const { refresh, instances, list } = setUp({ clouds: { a, b: cloudWith('vm-2') } })
    const [readFirst] = (await refresh()).ages
    let asked: AbortSignal | undefined
    a.before('listInstances', async (signal) => {
      asked ??= signal
      if (asked === signal) await new Promise(() => undefined) // it does not even heed the signal
    })
    const stop = new AbortController()
    const cancelled = instances.refresh({}, { signal: stop.signal })
    await vi.waitFor(() => expect(asked).toBeDefined())
    stop.abort(new LatchkeyError('cancelled', 'This was cancelled.'))
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked?.aborted).toBe(true)
    const after = await list()
    expect(after.instances.map(({ id }) => id)).toEqual(['a/vm-1', 'b/vm-2'])
    expect(after.ages[0]).toMatchObject({ readAt: readFirst?.readAt, problem: { code: 'cancelled' } })
    expect(after.instances[0]?.readAt).toBeUndefined() // nobody has found the cloud silent
    for await (const { reading } of await instances.watch(undefined, {})) {
      expect(reading).toEqual([])
      break
    }
    expect((await refresh('a')).ages[0]?.problem).toBeUndefined()
  })

  it('goes on for who still waits for it when another one gives it up', async () => {
    const a = cloudWith('vm-1')
    const { refresh, instances } = setUp({ clouds: { a } })
    let answer: () => void = () => undefined
    a.before('listInstances', () => new Promise<void>((resolve) => (answer = resolve)))
    const stop = new AbortController()
    const givenUp = instances.refresh({ accountId: 'a' }, { signal: stop.signal })
    const whole = refresh()
    await vi.waitFor(() => expect(a.calls).toContain('listInstances'))
    stop.abort(new LatchkeyError('cancelled', 'This was cancelled.'))
    await expect(givenUp).rejects.toMatchObject({ code: 'cancelled' })
    answer()
    const { instances: found, ages } = await whole
    expect([found.length, ages[0]?.problem]).toEqual([1, undefined])
    expect(a.calls.filter((call) => call === 'listInstances')).toHaveLength(1)
  })

  it('asks once where two ask at the same time', async () => {
    const a = cloudWith('vm-1')
    const { refresh } = setUp({ clouds: { a } })
    await Promise.all([refresh(), refresh('a')])
    expect(a.calls.filter((call) => call === 'listInstances')).toHaveLength(1)
  })

  it('does not undo what was seen of single instances meanwhile, as at the end of a binding', async () => {
    const a = cloudWith('vm-1', 'vm-2', 'vm-3')
    const { refresh, instances, list } = setUp({ clouds: { a } })
    await refresh()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const { listInstances } = a
    a.listInstances = async (signal) => {
      const old = await listInstances(signal)
      await held
      return old
    }
    const refreshed = refresh()
    await vi.waitFor(() => expect(a.calls.filter((call) => call === 'listInstances')).toHaveLength(2))
    await a.power.stop('vm-1')
    a.instances.delete('vm-2')
    await instances.fresh('a/vm-1')
    await expect(instances.fresh('a/vm-2')).rejects.toMatchObject({ code: 'instance-not-found' })
    goOn()
    await refreshed
    expect(statesIn(await list())).toEqual({ 'a/vm-1': 'stopped', 'a/vm-3': 'running' })
  })

  it('refuses an account that is not there', async () => {
    await expect(setUp().refresh('nope')).rejects.toMatchObject({ code: 'account-not-found' })
  })

  it('says of each account why it could not be read while the vault is locked', async () => {
    const { refresh } = setUp({ profile: { accounts: [account('a')] } })
    expect((await refresh()).ages[0]?.problem?.code).toBe('vault-locked')
  })

  it('goes on when the cache can not be read or written', async () => {
    const full = () => Promise.reject(new Error('disk full'))
    const cache = { names: full, read: full, write: full, remove: full }
    const { refresh, instances, log } = setUp({ clouds: { a: cloudWith('vm-1') }, cache })
    expect((await refresh()).instances).toHaveLength(1)
    await instances.settled()
    expect(log.lines.map(({ level, event }) => [level, event])).toEqual([
      ['error', 'inventory.cache-unreadable'],
      ['error', 'inventory.cache-not-written'],
    ])
  })

  it('keeps what it read of one account apart from the others, on the disk too', async () => {
    const clouds = { a: cloudWith('vm-1'), b: cloudWith('vm-2') }
    const { refresh, restarted, instances, cache } = setUp({ clouds })
    await refresh()
    await instances.settled()
    await cache.write('a', 'damaged')
    expect(statesIn(await (await restarted()).list(undefined, {}))).toEqual({ 'b/vm-2': 'running' })
  })
})

describe('an account that was removed', () => {
  const removed = async () => {
    const clouds = { a: cloudWith('vm-1'), b: cloudWith('vm-2') }
    const set = setUp({ clouds })
    await set.refresh()
    await set.instances.settled()
    expect(await set.cache.names()).toEqual(['a', 'b'])
    await set.profile.update((now) => ({ ...now, accounts: [account('b')] }))
    return { ...set, clouds }
  }

  it('takes its instances with it, on the disk too', async () => {
    const { list, instances, cache, profile } = await removed()
    expect((await list()).instances.map(({ id }) => id)).toEqual(['b/vm-2'])
    const now = profile.read()
    instances.profileChanged({ ...now, accounts: [account('a'), account('b')] }, now)
    await vi.waitFor(async () => {
      await instances.settled()
      expect(await cache.names()).toEqual(['b'])
    })
  })

  it('leaves nothing where the app ended in between', async () => {
    const { restarted, cache } = await removed()
    const next = await restarted()
    await next.refresh({}, {})
    await next.settled()
    expect(await cache.names()).toEqual(['b'])
  })

  it('leaves nothing where it went while it was read', async () => {
    const { clouds, refresh, profile, instances, cache } = await removed()
    await profile.update((now) => ({ ...now, accounts: [account('a'), account('b')] }))
    clouds.a.before('listInstances', async () => {
      const before = profile.read()
      instances.profileChanged(before, await profile.update((now) => ({ ...now, accounts: [account('b')] })))
    })
    await refresh()
    await instances.settled()
    expect(await cache.names()).toEqual(['b'])
  })
})

import { describe, expect, it } from 'vitest'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { keyRecord, publicKeyOf } from '../../../test/helpers/key-records.js'
import { movableClock } from '../../../test/helpers/movable-clock.js'
import { allOn, syncLab } from '../../../test/helpers/sync-lab.js'
import { LatchkeyError } from '../lib/error.js'

const HOUR = 60 * 60_000
const instance = (cloudId: string, ...keyNames: string[]) => fakeInstance({ cloudId, keyNames })

/** Two accounts as they were read at first, which is what later readings are held against. */
async function readOnce(wanted = [allOn('a')]) {
  const clock = movableClock()
  const lab = syncLab({ keys: [keyRecord('k1', 'web', 0)], wanted, clock, renames: true })
  const { keys, instances } = lab.cloud('a')
  keys.set('web', publicKeyOf(0))
  keys.set('ops', publicKeyOf(1))
  for (const vm of [instance('vm-1', 'ops'), instance('vm-2')]) instances.set(vm.cloudId, vm)
  for (const id of ['a', 'b']) await lab.read(id)
  expect(await lab.sync.drift(undefined, {})).toEqual({ accounts: [] })
  /** The account is read again, some time later. */
  const readAgain = async (hours = 1) => {
    clock.move(hours * HOUR)
    await lab.read('a')
    const { accounts } = await lab.sync.drift(undefined, {})
    return accounts.flatMap(({ items }) =>
      items.map(({ kind, name, before, now }) => ({ kind, name, before, now })),
    )
  }
  return { ...lab, keys, instances, clock, readAgain }
}

describe('what has drifted', () => {
  it('is nothing at first, and nothing where nothing is otherwise', async () => {
    const { readAgain } = await readOnce()
    expect(await readAgain()).toEqual([])
  })

  it('tells keys that came, went, and got another name or another key under their name', async () => {
    const { keys, readAgain, sync } = await readOnce()
    keys.delete('web')
    keys.set('web-old', publicKeyOf(0))
    keys.set('ops', publicKeyOf(2))
    keys.set('intruder', publicKeyOf(3))
    expect(await readAgain()).toEqual([
      { kind: 'key-renamed', name: 'web-old', before: ['web'], now: [] },
      { kind: 'key-replaced', name: 'ops', before: [expect.stringMatching(/^..:/)], now: [] },
      { kind: 'key-added', name: 'intruder', before: [], now: [] },
    ])
    const { accounts } = await sync.drift(undefined, {})
    expect(accounts[0]?.items.map(({ keyId }) => keyId)).toEqual(['k1', null, null])
    keys.delete('intruder')
    keys.delete('ops')
    expect((await readAgain()).map(({ kind, name }) => `${kind} ${name}`)).toContain('key-gone ops')
  })

  it('tells instances that are new, gone, and declare other keys', async () => {
    const { instances, readAgain } = await readOnce()
    instances.delete('vm-2')
    instances.set('vm-1', instance('vm-1', 'web', 'ops'))
    instances.set('vm-3', instance('vm-3', 'web'))
    expect(await readAgain()).toEqual([
      { kind: 'instance-keys', name: 'vm-1', before: ['ops'], now: ['ops', 'web'] },
      { kind: 'instance-new', name: 'vm-3', before: [], now: ['web'] },
      { kind: 'instance-gone', name: 'vm-2', before: [], now: [] },
    ])
  })

  it('stays until it is taken note of, however long and through a new start', async () => {
    const { keys, readAgain, driftBaseline, clock, sync, read } = await readOnce()
    keys.set('intruder', publicKeyOf(3))
    expect(await readAgain(1)).toHaveLength(1)
    expect(await readAgain(100)).toHaveLength(1)
    const restarted = syncLab({ keys: [], wanted: [], driftBaseline, clock })
    restarted.cloud('a').keys.set('web', publicKeyOf(0))
    await restarted.read('a')
    expect((await restarted.sync.drift(undefined, {})).accounts).toHaveLength(1)
    await read('a')
    expect(await sync.acceptDrift({ accountId: 'a' }, {})).toEqual({ accounts: [] })
    expect(await readAgain()).toEqual([])
  })

  it('compares with a recent reading as long as nothing differs', async () => {
    const { keys, readAgain, sync, clock } = await readOnce()
    await readAgain(30)
    keys.set('intruder', publicKeyOf(3))
    await readAgain(1)
    const { accounts } = await sync.drift(undefined, {})
    expect(accounts).toHaveLength(1)
    expect(clock.now() - Date.parse(accounts[0]?.since ?? '')).toBeLessThan(2 * HOUR)
  })

  it('leaves out what was done here, and tells what somebody else did beside it', async () => {
    const { keys, readAgain, syncAll, noted, sync, profile } = await readOnce([allOn('a', 'b')])
    keys.delete('web')
    expect(await readAgain()).toHaveLength(1)
    await sync.acceptDrift({}, {})
    keys.set('intruder', publicKeyOf(3))
    await syncAll()
    expect(noted.map(({ event }) => event)).toContain('key-pushed')
    expect((await readAgain()).map(({ name }) => name)).toEqual(['intruder'])
    await sync.acceptDrift({}, {})
    sync.ownChange({ event: 'account-key-deleted', account: { id: 'a', name: 'A' }, detail: 'intruder' })
    keys.delete('intruder')
    expect(await readAgain()).toEqual([])
    await profile.update((now) => ({ ...now, accounts: [] }))
    expect(await readAgain()).toEqual([])
  })

  it('leaves out what was done here before anybody looked', async () => {
    const lab = syncLab({ keys: [keyRecord('k1', 'web', 0)], wanted: [allOn('a')] })
    const account = { id: 'a', name: 'A' }
    await lab.read('a')
    lab.sync.ownChange({
      event: 'key-pushed',
      account,
      key: { id: 'k1', name: 'web', fingerprint: '' },
      detail: 'as web',
    })
    expect(await lab.sync.drift(undefined, {})).toEqual({ accounts: [] })
    lab.cloud('a').keys.set('web', publicKeyOf(0))
    await lab.read('a')
    expect(await lab.sync.drift(undefined, {})).toEqual({ accounts: [] })
  })

  it('leaves out a key pair that the cloud made when it was asked to here', async () => {
    const { keys, readAgain, sync } = await readOnce()
    sync.ownChange({ event: 'account-key-made', account: { id: 'a', name: 'A' }, detail: 'as made' })
    keys.set('made', publicKeyOf(3))
    keys.set('intruder', publicKeyOf(4))
    expect((await readAgain()).map(({ name }) => name)).toEqual(['intruder'])
  })

  it('leaves out what was done here though its answer was lost', async () => {
    const { keys, readAgain, syncAll, sync, ended, cloud } = await readOnce()
    keys.delete('web')
    await readAgain()
    await sync.acceptDrift({}, {})
    const lost = new LatchkeyError('cloud-unreachable', 'No answer.', { retryable: true })
    cloud('a').failNext('importKey', lost, { applied: true })
    await syncAll()
    await sync.resume(undefined, {})
    expect((await ended()).steps).toMatchObject([{ state: 'already' }])
    expect(await readAgain()).toEqual([])
  })

  it('tells what becomes of a key that was pushed here', async () => {
    const { keys, readAgain, syncAll, sync } = await readOnce()
    keys.delete('web')
    await readAgain()
    await sync.acceptDrift({}, {})
    await syncAll()
    expect(await readAgain()).toEqual([])
    keys.delete('web')
    expect(await readAgain()).toMatchObject([{ kind: 'key-gone', name: 'web' }])
  })

  it('tells another key under the name of one that was pushed here', async () => {
    const { keys, readAgain, syncAll, sync } = await readOnce()
    keys.delete('web')
    await readAgain()
    await sync.acceptDrift({}, {})
    await syncAll()
    keys.set('web', publicKeyOf(3))
    expect(await readAgain()).toMatchObject([{ kind: 'key-added', name: 'web' }])
  })

  it('tells what others did with a name after the last that was done with it here', async () => {
    const { keys, readAgain, sync } = await readOnce()
    const key = { id: 'k1', name: 'web', fingerprint: '' }
    const done = (event: 'key-pushed' | 'account-key-deleted', detail: string) =>
      sync.ownChange({ event, account: { id: 'a', name: 'A' }, key, detail })
    done('account-key-deleted', 'web')
    done('key-pushed', 'as web')
    keys.delete('web')
    expect(await readAgain()).toMatchObject([{ kind: 'key-gone', name: 'web' }])
    await sync.acceptDrift({}, {})
    done('key-pushed', 'as web')
    done('account-key-deleted', 'web')
    keys.set('web', publicKeyOf(1))
    expect(await readAgain()).toMatchObject([{ kind: 'key-added', name: 'web' }])
  })

  it('tells what an instance declares after a binding that the cloud did not see', async () => {
    const { instances, readAgain, sync } = await readOnce()
    sync.ownChange({ event: 'key-bound', instanceId: 'a/vm-2', detail: 'as root' })
    expect(await readAgain()).toEqual([])
    instances.set('vm-2', instance('vm-2', 'ops'))
    expect(await readAgain()).toMatchObject([{ kind: 'instance-keys', name: 'vm-2' }])
  })

  it('leaves out the keys of an instance that a key was bound to here', async () => {
    const { instances, readAgain, sync } = await readOnce()
    sync.ownChange({ event: 'key-bound', instanceId: 'a/vm-2', detail: 'as root' })
    instances.set('vm-2', instance('vm-2', 'web'))
    instances.set('vm-1', instance('vm-1', 'web'))
    expect((await readAgain()).map(({ name }) => name)).toEqual(['vm-1'])
  })

  it('leaves out the keys of an instance while it is being bound here, and no other', async () => {
    const { instances, readAgain, profile } = await readOnce()
    const entry = {
      id: 'j',
      action: 'bind' as const,
      keyId: 'k1',
      instanceId: 'a/vm-2',
      instanceName: 'vm-2',
    }
    const journal = {
      ...entry,
      startedAt: '2026-01-01T00:00:00.000Z',
      step: 'prove' as const,
      stoppedByUs: true,
    }
    await profile.update((now) => ({ ...now, bindingJournal: [journal] }))
    instances.set('vm-2', instance('vm-2', 'web'))
    instances.set('vm-1', instance('vm-1', 'web'))
    expect((await readAgain()).map(({ name }) => name)).toEqual(['vm-1'])
    await profile.update((now) => ({ ...now, bindingJournal: [] }))
    expect((await readAgain()).map(({ name }) => name)).toEqual(['vm-1', 'vm-2'])
  })

  it('leaves out the keys of an instance that a key was unbound from here', async () => {
    const { instances, readAgain, sync } = await readOnce()
    sync.ownChange({ event: 'key-unbound', instanceId: 'a/vm-2' })
    instances.set('vm-2', instance('vm-2', 'web'))
    instances.set('vm-1', instance('vm-1', 'web'))
    expect((await readAgain()).map(({ name }) => name)).toEqual(['vm-1'])
  })
})

it('begins anew where what was kept can not be read', async () => {
  const { log, driftBaseline, read, sync } = syncLab({ keys: [], wanted: [] })
  await driftBaseline.write({ version: 1, accounts: { a: 'broken' } })
  await read('a')
  expect(await sync.drift(undefined, {})).toEqual({ accounts: [] })
  expect(log.lines.map(({ event }) => event)).toEqual(['sync.baseline-dropped'])
})

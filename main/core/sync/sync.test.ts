import { describe, expect, it } from 'vitest'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { keyRecord, publicKeyOf } from '../../../test/helpers/key-records.js'
import { allOn, syncLab } from '../../../test/helpers/sync-lab.js'
import { LatchkeyError } from '../lib/error.js'

const web = keyRecord('k1', 'web', 0)
const db = keyRecord('k2', 'db', 1)
const plain = { rename: false, remove: false }
const archived = { ...db, archivedAt: '2026-01-01T00:00:00.000Z' }
const unreachable = () => new LatchkeyError('cloud-unreachable', 'No answer.', { retryable: true })

describe('a plan', () => {
  it('says what is to be done and why, and does nothing', async () => {
    const { sync, cloud } = syncLab({ keys: [web, db], wanted: [allOn()] })
    cloud('a').keys.set('web', publicKeyOf(2))
    cloud('b').keys.set('old-web', publicKeyOf(0))
    const { steps, consequences, accounts } = await sync.plan(plain, {})
    expect(steps.map(({ kind, accountId, cloudName, why }) => [kind, accountId, cloudName, why])).toEqual([
      ['push', 'a', 'web-2', 'A rule wants every key pair here. Another key there has its name.'],
      ['push', 'a', 'db', 'A rule wants every key pair here.'],
      ['nothing', 'b', 'old-web', 'It is there, as old-web.'],
      ['push', 'b', 'db', 'A rule wants every key pair here.'],
    ])
    expect(consequences).toHaveLength(1)
    expect(accounts).toEqual([
      { accountId: 'a', name: 'Account a' },
      { accountId: 'b', name: 'Account b' },
    ])
    expect([...cloud('a').calls, ...cloud('b').calls]).toEqual(['listKeys', 'listKeys'])
  })

  it('goes on without an account that can not be read, and asks none that no rule names', async () => {
    const { sync, cloud } = syncLab({ keys: [web], wanted: [allOn('a', 'b')], accountIds: ['a', 'b', 'c'] })
    cloud('a').failNext('listKeys', unreachable())
    const { steps, accounts } = await sync.plan({ rename: true, remove: true }, {})
    expect(steps.map(({ accountId }) => accountId)).toEqual(['b'])
    expect(accounts).toMatchObject([{ problem: { code: 'cloud-unreachable' } }, { accountId: 'b' }])
    expect(cloud('c').calls).toEqual([])
  })

  it('says before a removal who is known to trust the key, each way of knowing by itself', async () => {
    const lab = syncLab({ keys: [web, archived], wanted: [allOn('a')] })
    lab.cloud('a').keys.set('db', publicKeyOf(1))
    for (const cloudId of ['vm-1', 'vm-2', 'vm-3'])
      lab
        .cloud('a')
        .instances.set(cloudId, fakeInstance({ cloudId, keyNames: cloudId === 'vm-1' ? ['db'] : [] }))
    await lab.read('a')
    const at = '2026-01-01T00:00:00.000Z'
    const line = { blob: db.blob, type: 'ssh-rsa', comment: '', options: '' }
    lab.observed.push({
      instanceId: 'a/vm-2',
      user: 'root',
      path: '/root/.ssh/authorized_keys',
      at,
      keys: [line],
    })
    const proofs = [{ keyId: 'k2', user: 'root', at }]
    const bound = { instanceId: 'a/vm-3', keyId: 'k2', user: 'root', boundAt: at, proofs }
    await lab.profile.update((now) => ({ ...now, bindings: [bound] }))
    const { steps, consequences } = await lab.sync.plan({ rename: false, remove: true }, {})
    expect(steps.find(({ kind }) => kind === 'remove')).toMatchObject({
      keyId: 'k2',
      trust: { declared: ['vm-1'], observed: ['vm-2'], proven: ['vm-3'] },
    })
    expect(consequences[0]).toBe(
      'db goes from Account a: the cloud declares it for vm-1; it was seen in authorized_keys of vm-2; a login with it succeeded on vm-3.',
    )
  })
})

describe('a run', () => {
  it('puts every key where it belongs, notes it, and leaves nothing to do', async () => {
    const { syncAll, sync, cloud, noted } = syncLab({ keys: [web, db], wanted: [allOn()] })
    const run = await syncAll()
    expect(run).toMatchObject({ state: 'ended', endedAt: expect.any(String) })
    expect(run.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done'])
    expect([...cloud('b').keys.keys()]).toEqual(['web', 'db'])
    expect(noted).toHaveLength(4)
    expect(noted[0]).toMatchObject({ event: 'key-pushed', account: { name: 'Account a' }, detail: 'as web' })
    expect((await sync.plan(plain, {})).steps.map(({ kind }) => kind)).toEqual(Array(4).fill('nothing'))
  })

  it('removes and renames where it was asked to, and touches no other key', async () => {
    const options = { rename: true, remove: true }
    const lab = syncLab({ keys: [web, archived], wanted: [allOn('a')], renames: true })
    lab.cloud('a').keys.set('from-2024', publicKeyOf(0))
    lab.cloud('a').keys.set('web', publicKeyOf(1))
    lab.cloud('a').keys.set('foreign', publicKeyOf(2))
    const run = await lab.syncAll(options)
    expect(run.steps.map(({ kind, state }) => [kind, state])).toEqual([
      ['remove', 'done'],
      ['rename', 'done'],
    ])
    expect([...lab.cloud('a').keys.keys()].sort()).toEqual(['foreign', 'web'])
    expect(lab.cloud('a').keys.get('web')).toBe(publicKeyOf(0))
    expect(lab.noted.map(({ event, detail }) => [event, detail])).toEqual([
      ['account-key-deleted', 'web'],
      ['account-key-renamed', 'from-2024 to web'],
    ])
  })

  it('gives one result per step, and the next try does only what failed', async () => {
    const { syncAll, sync, ended, cloud } = syncLab({ keys: [web, db], wanted: [allOn()] })
    cloud('a').failNext('importKey', new LatchkeyError('cloud-quota', 'Full.'))
    const run = await syncAll()
    expect(run.steps.map(({ state, problem }) => [state, problem?.code])).toEqual([
      ['failed', 'cloud-quota'],
      ['done', undefined],
      ['done', undefined],
      ['done', undefined],
    ])
    for (const id of ['a', 'b']) cloud(id).calls.length = 0
    await sync.resume(undefined, {})
    expect((await ended()).steps.map(({ state }) => state)).toEqual(Array(4).fill('done'))
    expect(cloud('a').calls.filter((call) => call.startsWith('import'))).toEqual(['importKey web'])
    expect(cloud('b').calls.filter((call) => call.startsWith('import'))).toEqual([])
  })

  it('sees what is done though its answer was lost', async () => {
    const { syncAll, sync, ended, cloud } = syncLab({ keys: [web], wanted: [allOn('a')] })
    cloud('a').failNext('importKey', unreachable(), { applied: true })
    expect((await syncAll()).steps).toMatchObject([{ state: 'failed' }])
    await sync.resume(undefined, {})
    expect((await ended()).steps).toMatchObject([{ state: 'already' }])
    expect(cloud('a').calls.filter((call) => call.startsWith('import'))).toHaveLength(1)
  })

  it('ends before what has not begun when it is cancelled, and goes on from there', async () => {
    const { sync, ended, cloud } = syncLab({ keys: [web, db], wanted: [allOn('a', 'b')] })
    let reached: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      reached = resolve
    })
    let release: () => void = () => undefined
    cloud('b').before(
      'listKeys',
      () =>
        new Promise<void>((resolve) => {
          release = resolve
        }),
    )
    cloud('a').before('importKey', async () => {
      reached()
      await new Promise((resolve) => setImmediate(resolve))
    })
    const planned = sync.plan(plain, {})
    await new Promise((resolve) => setImmediate(resolve))
    release()
    const { id, steps } = await planned
    await sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
    await held
    await sync.cancel(undefined, {})
    release()
    const run = await ended()
    expect(run.state).toBe('interrupted')
    expect(run.steps.filter(({ accountId }) => accountId === 'b').map(({ state }) => state)).toEqual([
      'waiting',
      'waiting',
    ])
    cloud('b').before('listKeys', () => undefined)
    await sync.resume(undefined, {})
    expect((await ended()).state).toBe('ended')
    expect([...cloud('b').keys.keys()]).toEqual(['web', 'db'])
  })

  it('leaves what nobody wants any more, and a key that took the place of another', async () => {
    const lab = syncLab({ keys: [web, archived], wanted: [allOn('a')] })
    lab.cloud('a').keys.set('db', publicKeyOf(1))
    const { id, steps } = await lab.sync.plan({ rename: false, remove: true }, {})
    lab.cloud('a').keys.set('db', publicKeyOf(3))
    await lab.profile.update((now) => ({
      ...now,
      keys: now.keys.map((key) => (key.id === 'k1' ? { ...key, binnedAt: '2026-01-01T00:00:00.000Z' } : key)),
    }))
    await lab.sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
    expect((await lab.ended()).steps.map(({ kind, state, problem }) => [kind, state, problem?.code])).toEqual(
      [
        ['remove', 'failed', 'sync-plan-stale'],
        ['push', 'dropped', undefined],
      ],
    )
    expect([...lab.cloud('a').keys]).toEqual([['db', publicKeyOf(3)]])
  })

  it('removes nothing when it is resumed from an account that no rule names any more', async () => {
    const lab = syncLab({ keys: [web, archived], wanted: [allOn('a')] })
    lab.cloud('a').keys.set('web', publicKeyOf(0))
    lab.cloud('a').keys.set('db', publicKeyOf(1))
    const { id, steps } = await lab.sync.plan({ rename: false, remove: true }, {})
    lab.cloud('a').failNext('deleteKey', unreachable())
    await lab.sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
    expect((await lab.ended()).steps).toMatchObject([{ kind: 'remove', state: 'failed' }])
    await lab.profile.update((now) => ({ ...now, wanted: [] }))
    await lab.sync.resume(undefined, {})
    expect((await lab.ended()).steps).toMatchObject([{ kind: 'remove', state: 'dropped' }])
    expect([...lab.cloud('a').keys.keys()]).toEqual(['web', 'db'])
  })

  it('is refused for a plan that rules, time or another run have overtaken', async () => {
    const { sync, clock, cloud, ended } = syncLab({ keys: [web], wanted: [allOn()] })
    const run = ({ id, steps }: Awaited<ReturnType<typeof sync.plan>>) =>
      sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
    const old = await sync.plan(plain, {})
    await clock.sleep(11 * 60_000)
    await expect(run(old)).rejects.toMatchObject({ code: 'sync-plan-stale' })
    const ruled = await sync.plan(plain, {})
    await sync.saveRule({ keys: { kind: 'tag', tag: 'x' }, accounts: { kind: 'all' } }, {})
    await expect(run(ruled)).rejects.toMatchObject({ code: 'sync-plan-stale' })
    let release: () => void = () => undefined
    const first = await sync.plan(plain, {})
    cloud('a').before(
      'listKeys',
      () =>
        new Promise<void>((resolve) => {
          release = resolve
        }),
    )
    await run(first)
    await expect(run(first)).rejects.toMatchObject({ code: 'sync-running' })
    await expect(sync.dismiss(undefined, {})).rejects.toMatchObject({ code: 'sync-running' })
    await new Promise((resolve) => setImmediate(resolve))
    release()
    expect((await ended()).state).toBe('ended')
    await sync.dismiss(undefined, {})
    await expect(sync.resume(undefined, {})).rejects.toMatchObject({ code: 'sync-none' })
  })
})

it('takes up after a new start what the last one had begun', async () => {
  const first = syncLab({ keys: [web, db], wanted: [allOn('a')] })
  first.cloud('a').before('importKey', () => new Promise<void>(() => undefined)) // the program ends here
  const { id, steps } = await first.sync.plan(plain, {})
  await first.sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
  const { syncRun } = first
  await expect.poll(() => syncRun.read()).toMatchObject({ run: { steps: [{ state: 'running' }, {}] } })

  const second = syncLab({ keys: [web, db], wanted: [allOn('a')], syncRun })
  second.cloud('a').keys.set('web', publicKeyOf(0)) // it had arrived
  expect((await second.ended()).state).toBe('interrupted')
  await second.sync.resume(undefined, {})
  expect((await second.ended()).steps.map(({ state }) => state)).toEqual(['already', 'done'])
  expect(second.cloud('a').calls.filter((call) => call.startsWith('import'))).toEqual(['importKey db'])
})

it('saves a rule once, changes it and lets it go', async () => {
  const { sync } = syncLab({ keys: [web], wanted: [] })
  const rule = { keys: { kind: 'key' as const, keyId: 'k1' }, accounts: { kind: 'all' as const } }
  const [saved] = await sync.saveRule(rule, {})
  expect(await sync.saveRule(rule, {})).toHaveLength(1)
  const accounts = { kind: 'some' as const, accountIds: ['b'] }
  expect(await sync.saveRule({ id: saved?.id ?? '', keys: rule.keys, accounts }, {})).toEqual([
    { id: saved?.id, keys: rule.keys, accounts },
  ])
  expect(await sync.removeRule({ id: saved?.id ?? '' }, {})).toEqual([])
})

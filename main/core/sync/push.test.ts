import { describe, expect, it } from 'vitest'
import { createFakeCloud, type FakeCloud } from '../../../test/helpers/fake-cloud.js'
import { keyRecord, keysOf, publicKeyOf } from '../../../test/helpers/key-records.js'
import { memoryProfileStore, testLog } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import { createPush } from './push.js'

function setUp(keyName = 'deploy') {
  const clouds: Record<string, FakeCloud> = { a: createFakeCloud(), b: createFakeCloud() }
  const log = testLog()
  const push = createPush({
    keys: keysOf(memoryProfileStore({ keys: [keyRecord('k1', keyName)] })),
    log,
    async cloud(id) {
      const found = clouds[id]
      if (found === undefined) throw new LatchkeyError('account-not-found', 'There is no such account.')
      return found
    },
  })
  const cloud = (id: string): FakeCloud => clouds[id] ?? createFakeCloud()
  const to = (accountIds: string[], name?: string) =>
    push({ keyId: 'k1', accountIds, ...(name === undefined ? {} : { name }) }, {})
  return { cloud, to, push, log }
}

describe('a push', () => {
  it('puts the public half on every account, under the name of the key pair', async () => {
    const { to, cloud } = setUp()
    expect(await to(['a', 'b'])).toEqual([
      { accountId: 'a', outcome: 'pushed', cloudName: 'deploy' },
      { accountId: 'b', outcome: 'pushed', cloudName: 'deploy' },
    ])
    expect(cloud('b').keys.get('deploy')).toContain(publicKeyOf(0).split(' ')[1])
  })

  it('goes to all accounts at the same time', async () => {
    const { to, cloud } = setUp()
    let arrived = 0
    const both = new Promise<void>((resolve) => {
      const arrive = async () => {
        if (++arrived === 2) resolve()
        await both
      }
      cloud('a').before('importKey', arrive)
      cloud('b').before('importKey', arrive)
    })
    expect((await to(['a', 'b'])).map(({ outcome }) => outcome)).toEqual(['pushed', 'pushed'])
  })

  it('leaves an account alone that holds the key, and tells its name there', async () => {
    const { to, cloud } = setUp()
    cloud('a').keys.set('from-2024', publicKeyOf(0))
    expect(await to(['a'], 'another')).toEqual([
      { accountId: 'a', outcome: 'already-there', cloudName: 'from-2024' },
    ])
    expect([...cloud('a').keys.keys()]).toEqual(['from-2024'])
  })

  it('leaves alone what was put there by someone else at the same time', async () => {
    const { to, cloud } = setUp()
    cloud('a').before('importKey', () => void cloud('a').keys.set('quicker', publicKeyOf(0)))
    expect(await to(['a'])).toEqual([{ accountId: 'a', outcome: 'already-there', cloudName: 'quicker' }])
  })

  it('waits once for a region that is silent, and asks one again that only refused to list', async () => {
    const { push, cloud } = setUp()
    const { listKeys, importKey } = cloud('a')
    const failing = new LatchkeyError('cloud-failed', 'Mumbai: It could not answer just now.')
    const silent = new LatchkeyError('cloud-unreachable', 'Delhi: It did not answer within 30 seconds.')
    const leftOut: string[] = []
    Object.assign(cloud('a'), {
      listKeys: async (signal, lost) => {
        lost?.('Mumbai', failing)
        lost?.('Delhi', silent)
        return listKeys(signal)
      },
      importKey: async (name, line, signal, lost, regions) => {
        leftOut.push(...(regions ?? []))
        return importKey(name, line, signal, lost)
      },
    } satisfies Partial<FakeCloud>)
    expect(await push({ keyId: 'k1', accountIds: ['a'] }, {})).toMatchObject([
      {
        outcome: 'pushed',
        problem: { message: expect.stringContaining('did not answer within 30 seconds') },
      },
    ])
    expect(leftOut).toEqual(['Delhi'])
  })

  it('does not touch another key of the same name, and names the way out', async () => {
    const { to, cloud } = setUp()
    cloud('a').keys.set('deploy', publicKeyOf(1))
    const [result] = await to(['a'])
    expect(result).toMatchObject({
      outcome: 'failed',
      problem: {
        code: 'cloud-duplicate-name',
        message: 'The account already holds another key pair named "deploy".',
        advice: 'Push the key under another name.',
      },
    })
    expect(cloud('a').keys.get('deploy')).toBe(publicKeyOf(1))
    expect(await to(['a'], 'deploy-2')).toMatchObject([{ outcome: 'pushed', cloudName: 'deploy-2' }])
  })

  it('fits the name of the key pair to the cloud', async () => {
    const { to } = setUp('deploy, 2026')
    expect(await to(['a'])).toMatchObject([{ cloudName: 'deploy- 2026' }])
  })

  it('does not change a name that the user chose, but says what would do', async () => {
    const { to, cloud } = setUp()
    const [result] = await to(['a'], 'x,y')
    expect(result?.problem).toMatchObject({ code: 'input-invalid', advice: expect.stringContaining('"x-y"') })
    expect(cloud('a').keys.size).toBe(0)
  })
})

describe('one account that fails', () => {
  it('is one result, and the others go on', async () => {
    const { to, cloud } = setUp()
    cloud('a').failNext('listKeys', new LatchkeyError('cloud-credentials', 'Who are you?'))
    expect(await to(['a', 'b', 'gone'])).toMatchObject([
      { accountId: 'a', outcome: 'failed', problem: { code: 'cloud-credentials' } },
      { accountId: 'b', outcome: 'pushed' },
      { accountId: 'gone', outcome: 'failed', problem: { code: 'account-not-found' } },
    ])
  })

  it('for a reason that nobody foresaw has its incident in the log', async () => {
    const { to, cloud, log } = setUp()
    cloud('a').failNext('listKeys', new TypeError('x is not a function'))
    const [result] = await to(['a'])
    expect(result?.problem).toMatchObject({
      code: 'internal',
      incident: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    expect(log.lines[0]).toMatchObject({ level: 'error', facts: { incident: result?.problem?.incident } })
  })
})

it('refuses a key pair that is not there', async () => {
  const { push } = setUp()
  await expect(push({ keyId: 'k9', accountIds: ['a'] }, {})).rejects.toMatchObject({ code: 'key-not-found' })
})

it('answers once for an account that is named twice', async () => {
  expect(await setUp().to(['a', 'a'])).toHaveLength(1)
})

it('refuses a key pair from the bin', async () => {
  const binnedAt = '2026-01-01T00:00:00.000Z'
  const profile = memoryProfileStore({ keys: [{ ...keyRecord('k1', 'old'), binnedAt }] })
  const push = createPush({ keys: keysOf(profile), log: testLog(), cloud: () => expect.unreachable() })
  await expect(push({ keyId: 'k1', accountIds: ['a'] }, {})).rejects.toMatchObject({
    code: 'key-in-bin',
    message: expect.stringContaining('old'),
  })
})

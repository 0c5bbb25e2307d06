import { describe, expect, it } from 'vitest'
import { sendHttp } from '../../main/core/clouds/http.js'
import { createRequestLog, loggedSend } from '../../main/core/clouds/request-log.js'
import { tencent } from '../../main/core/clouds/tencent/adapter.js'
import { systemClock } from '../helpers/system-clock.js'
import { count, rsaLine, tencentLab } from '../helpers/tencent-lab.js'

/*
 * What Tencent Cloud alone has, against the simulator, which was written from the same documents and shares no code with
 * the adapter. What every cloud has is in test/conformance/.
 */

const first = rsaLine('first')

describe('check', () => {
  it('says who we are, whose the account is, and which regions answer', async () => {
    const { sim, cloud } = await tencentLab({
      regions: ['ap-guangzhou', 'ap-singapore', 'ap-jakarta'],
      settings: { closedRegions: ['ap-jakarta'] },
    })
    sim.addKeyPair('deploy', first)
    sim.addInstance('web-1')
    sim.addInstance('web-2', { region: 'ap-singapore' })
    expect(await cloud.check()).toEqual({
      user: 'SubAccount 100000000002',
      project: 'account 100000000001',
      product: 'Tencent Cloud CVM, API 2017-03-12',
      regions: ['ap-guangzhou', 'ap-singapore'],
      keyCount: 1,
      instanceCount: 2,
      missing: [],
    })
  })

  it('knows the owner of an account', async () => {
    const { cloud } = await tencentLab({ identity: { ownerUin: '100000000001', userUin: '100000000001' } })
    expect(await cloud.check()).toMatchObject({ user: 'account 100000000001 itself', project: null })
  })

  it.each([
    ['sts:GetCallerIdentity', { user: expect.stringMatching(/^secret ID ending in .{4}$/), missing: [] }],
    ['cvm:DescribeKeyPairs', { keyCount: null, missing: [expect.stringContaining('cvm:DescribeKeyPairs')] }],
    [
      'cvm:DescribeInstances',
      { instanceCount: null, missing: [expect.stringContaining('cvm:DescribeInstances')] },
    ],
    [
      'region:DescribeRegions',
      { regions: [], missing: [expect.stringContaining('enter them in the account')] },
    ],
  ])('goes on without the right to %s', async (right, expected) => {
    const { cloud } = await tencentLab({ settings: { denied: [right] } })
    expect(await cloud.check()).toMatchObject(expected)
  })

  it('finds wrong credentials also where nobody says who we are', async () => {
    const { sim, connect } = await tencentLab()
    sim.faults.plan('GetCallerIdentity', { kind: 'html', status: 404 }, 2)
    await expect(connect({ secretKey: 'wrong' }).check()).rejects.toMatchObject({ code: 'cloud-credentials' })
    expect(await connect().check()).toMatchObject({ user: expect.stringContaining('secret ID'), keyCount: 0 })
  })

  it.each([2, -2])('works with a clock that is %i hours off', async (hours) => {
    const { sim, cloud } = await tencentLab({ settings: { clockSkewMs: hours * 3_600_000 } })
    expect(await cloud.check()).toMatchObject({ keyCount: 0 })
    // Refused once, learned from that answer, and right ever after.
    expect(sim.asked.length - sim.calls.length).toBe(1)
  })

  it('leaves a clock that is days off to the user', async () => {
    const { cloud } = await tencentLab({ settings: { clockSkewMs: 3 * 86_400_000 } })
    await expect(cloud.check()).rejects.toMatchObject({
      code: 'cloud-clock',
      message: expect.stringContaining("This computer's clock is 72 hours behind"),
    })
  })

  it('tells a wrong token from a wrong key, and keeps the request id for the support', async () => {
    const { connect } = await tencentLab({ identity: { token: 'right' } })
    const error = await connect({ token: 'wrong' })
      .check()
      .catch(({ info }) => info)
    expect(error).toMatchObject({
      code: 'cloud-credentials',
      message: 'The session token is wrong or has expired.',
      detail: expect.stringMatching(/AuthFailure\.TokenFailure.*request [0-9a-f-]{36}/),
    })
    expect(await connect({ token: 'right' }).check()).toMatchObject({ keyCount: 0 })
  })

  it('says that a token has ended which was good before', async () => {
    const { sim, connect } = await tencentLab({ identity: { token: 'good-for-an-hour' } })
    const cloud = connect({ token: 'good-for-an-hour' })
    await cloud.check()
    sim.state.identity.token = 'another'
    await expect(cloud.listKeys()).rejects.toMatchObject({
      info: {
        code: 'cloud-credentials',
        message: 'The session token has expired.',
        advice: expect.stringContaining('new temporary credentials'),
      },
    })
  })

  it('names each request by the id in the answer', async () => {
    const requests = createRequestLog()
    const { sim, clock, log } = await tencentLab()
    const { endpoint, secretId, secretKey } = sim
    const send = loggedSend(sendHttp, requests, clock)
    await tencent.connect({ site: 'own', endpoint, secretId, secretKey }, { clock, log, send }).check()
    const ids = requests.list().map(({ requestId }) => requestId)
    expect(ids).toEqual(ids.map(() => expect.stringMatching(/^[0-9a-f-]{36}$/)))
    expect(new Set(ids).size).toBeGreaterThan(2)
  })

  it('bears with ten calls a second', async () => {
    const { cloud } = await tencentLab({ settings: { callsPerSecond: 3 } }, systemClock)
    const lists = await Promise.all(Array.from({ length: 7 }, () => cloud.listKeys()))
    expect(lists).toHaveLength(7)
  })
})

describe('regions', () => {
  const regions: [string, ...string[]] = ['ap-guangzhou', 'ap-singapore', 'na-ashburn']

  it('that the account names are the only ones asked', async () => {
    const { sim, connect } = await tencentLab({ regions })
    for (const region of regions) sim.addInstance(region, { region })
    const found = await connect({ regions: 'ap-singapore, na-ashburn' }).listInstances()
    expect(found.map(({ name, region }) => [name, region])).toEqual([
      ['ap-singapore', 'ap-singapore'],
      ['na-ashburn', 'na-ashburn'],
    ])
    expect(count(sim, 'DescribeRegions')).toBe(0)
  })

  it('for banks are looked into only where they are named', async () => {
    const { sim, cloud, connect } = await tencentLab({ regions: ['ap-guangzhou', 'ap-shanghai-fsi'] })
    sim.addInstance('bank', { region: 'ap-shanghai-fsi' })
    expect(await cloud.listInstances()).toEqual([])
    expect(await connect({ regions: 'ap-shanghai-fsi' }).listInstances()).toMatchObject([{ name: 'bank' }])
  })

  it('that were named and are not open are told', async () => {
    const { connect } = await tencentLab({ regions })
    expect(await connect({ regions: 'ap-singapore ap-nowhere' }).check()).toMatchObject({
      regions: ['ap-singapore'],
      missing: ['Tencent Cloud does not open ap-nowhere to this account.'],
    })
    await expect(connect({ regions: 'ap-nowhere' }).listInstances()).rejects.toMatchObject({
      code: 'cloud-not-found',
      message: 'Tencent Cloud does not offer this region to the account.',
    })
  })

  it('that can not be listed are asked of the user', async () => {
    const { cloud, connect } = await tencentLab({ settings: { denied: ['region:DescribeRegions'] } })
    await expect(cloud.listInstances()).rejects.toMatchObject({
      info: { code: 'cloud-forbidden', advice: expect.stringContaining('Enter the regions in the account') },
    })
    expect(await connect({ regions: 'ap-guangzhou' }).listInstances()).toEqual([])
  })

  it('one of which fails fail the list of who wants all of it', async () => {
    const { sim, cloud } = await tencentLab({ regions })
    const refusal = { kind: 'refusal', code: 'InvalidParameter', message: 'No' } as const
    sim.faults.plan('DescribeInstances', refusal, 1, 'ap-singapore')
    await expect(cloud.listInstances()).rejects.toMatchObject({
      code: 'cloud-failed',
      message: expect.stringMatching(/^ap-singapore: /),
    })
  })

  it('that are closed to the account hide nothing of why the open ones fail', async () => {
    const { sim, cloud } = await tencentLab({ regions, settings: { closedRegions: ['ap-guangzhou'] } })
    for (const region of regions.slice(1)) sim.faults.plan('*', { kind: 'drop' }, Infinity, region)
    const lost: string[] = []
    await expect(cloud.listInstances(undefined, (region) => lost.push(region))).rejects.toMatchObject({
      code: 'cloud-unreachable',
      message: expect.stringMatching(/^ap-singapore: /),
    })
    expect(lost).toEqual([])
  })

  it('are searched once for an instance, and known from then on', async () => {
    const { sim, connect } = await tencentLab({ regions })
    const { id } = sim.addInstance('far', { region: 'na-ashburn' })
    const cloud = connect()
    expect(await cloud.getInstance(id)).toMatchObject({ region: 'na-ashburn', zone: 'na-ashburn-1' })
    expect(count(sim, 'DescribeInstances')).toBe(3)
    await cloud.getInstance(id)
    expect(count(sim, 'DescribeInstances')).toBe(4)
  })
})

describe('instances', () => {
  it('are listed in pages of 100, over all regions', async () => {
    const { sim, cloud } = await tencentLab({ regions: ['ap-guangzhou', 'ap-singapore'] })
    for (let number = 0; number < 250; number++) sim.addInstance(`a-${number}`)
    for (let number = 0; number < 120; number++) sim.addInstance(`b-${number}`, { region: 'ap-singapore' })
    expect(new Set((await cloud.listInstances()).map(({ cloudId }) => cloudId)).size).toBe(370)
    expect(count(sim, 'DescribeInstances')).toBe(3 + 2)
  })

  it('name their keys, their user and where SSH gets in', async () => {
    const { sim, cloud } = await tencentLab()
    const { id: keyId } = sim.addKeyPair('deploy', first)
    sim.addInstance('web-1', {
      keyIds: [keyId, 'skey-deleted0'],
      publicAddress: '203.0.113.9',
      privateAddress: '10.0.0.5',
    })
    sim.addInstance('db-1', {
      publicAddress: null,
      privateAddress: '10.0.0.6',
      osName: 'TencentOS Server 3.1',
      loginUser: '',
    })
    const [web, db] = await cloud.listInstances()
    expect(web).toMatchObject({
      keyNames: ['deploy', 'skey-deleted0'],
      addresses: ['203.0.113.9', '10.0.0.5'],
      ssh: [
        { host: '203.0.113.9', port: 22, via: 'public' },
        { host: '10.0.0.5', port: 22, via: 'private' },
      ],
      userGuesses: ['ubuntu', 'root'],
      os: 'Ubuntu Server 22.04 LTS 64bit',
    })
    expect(db).toMatchObject({ keyNames: [], addresses: ['10.0.0.6'] })
    expect(db?.userGuesses[0]).toBe('root')
  })

  it('name their keys by id where keys can not be listed', async () => {
    const { sim, cloud } = await tencentLab({ settings: { denied: ['cvm:DescribeKeyPairs'] } })
    const { id } = sim.addKeyPair('deploy', first)
    sim.addInstance('web-1', { keyIds: [id] })
    expect(await cloud.listInstances()).toMatchObject([{ keyNames: [id] }])
  })

  it.each(['refused', 'left-out'] as const)(
    'that are not there are %s by the cloud, and gone',
    async (unknownInstances) => {
      const { sim, cloud } = await tencentLab({ settings: { unknownInstances } })
      const { id } = sim.addInstance('web-1')
      expect(await cloud.getInstance('ins-00000000')).toBeNull()
      expect(await cloud.getInstance('no id of theirs')).toBeNull()
      expect(await cloud.getInstance(id)).toMatchObject({ name: 'web-1' })
      sim.state.instances = []
      expect(await cloud.getInstance(id)).toBeNull()
    },
  )

  it.each([
    ['SHUTDOWN', null],
    ['TERMINATING', null],
    ['REBOOTING', { state: 'changing', cloudState: 'REBOOTING' }],
  ] as const)('in the state %s are %j', async (state, expected) => {
    const { sim, cloud } = await tencentLab()
    const { id } = sim.addInstance('web-1', { state })
    const found = await cloud.getInstance(id)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
})

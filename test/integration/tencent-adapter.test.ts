import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { sendHttp } from '../../main/core/clouds/http.js'
import { tencent } from '../../main/core/clouds/tencent/adapter.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import type { Clock } from '../../main/core/ports.js'
import { hurriedClock } from '../conformance/clock.js'
import { freshKey } from '../helpers/fresh-key.js'
import { testLog } from '../helpers/memory-profile.js'
import {
  startTencentSimulator,
  type TencentOptions,
  type TencentSimulator,
} from '../simulators/tencent/simulator.js'
import type { Instance } from '../simulators/tencent/state.js'

/*
 * What Tencent Cloud alone has, against the simulator, which was written from the same documents and shares no code with
 * the adapter. What every cloud has is in test/conformance/.
 */

const [first, second] = ['first', 'second'].map((name) =>
  publicKeyLine(blobFromKey(freshKey('rsa1024')), name),
)
if (first === undefined || second === undefined) throw new Error('There are two keys.')

let simulator: TencentSimulator | null = null
afterEach(async () => {
  await simulator?.stop()
  simulator = null
})

async function start({ settings, ...options }: TencentOptions = {}, clock: Clock = hurriedClock()) {
  const sim = await startTencentSimulator({
    ...options,
    settings: { callsPerSecond: null, inUseLagMs: 0, ...settings },
  })
  simulator = sim
  const log = testLog()
  const { endpoint, secretId, secretKey } = sim
  const connect = (values: Record<string, string> = {}) =>
    tencent.connect({ site: 'own', endpoint, secretId, secretKey, ...values }, { clock, log, send: sendHttp })
  return { sim, cloud: connect(), connect, log }
}

const count = (sim: TencentSimulator, action: string) => sim.asked.filter((asked) => asked === action).length

async function keyNamed(cloud: Awaited<ReturnType<typeof start>>['cloud'], name: string) {
  const entry = (await cloud.listKeys()).find((key) => key.name === name)
  if (entry === undefined) throw new Error(`There is no key named ${name}.`)
  return entry
}

describe('check', () => {
  it('says who we are, whose the account is, and which regions answer', async () => {
    const { sim, cloud } = await start({
      regions: ['ap-guangzhou', 'ap-singapore', 'ap-shanghai-fsi'],
      settings: { closedRegions: ['ap-shanghai-fsi'] },
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
    const { cloud } = await start({ identity: { ownerUin: '100000000001', userUin: '100000000001' } })
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
    const { cloud } = await start({ settings: { denied: [right] } })
    expect(await cloud.check()).toMatchObject(expected)
  })

  it('finds wrong credentials also where nobody says who we are', async () => {
    const { sim, connect } = await start()
    sim.faults.plan('GetCallerIdentity', { kind: 'html', status: 404 }, 2)
    await expect(connect({ secretKey: 'wrong' }).check()).rejects.toMatchObject({ code: 'cloud-credentials' })
    expect(await connect().check()).toMatchObject({ user: expect.stringContaining('secret ID'), keyCount: 0 })
  })

  it.each([2, -2])('works with a clock that is %i hours off', async (hours) => {
    const { sim, cloud } = await start({ settings: { clockSkewMs: hours * 3_600_000 } })
    expect(await cloud.check()).toMatchObject({ keyCount: 0 })
    // Refused once, learned from that answer, and right ever after.
    expect(sim.asked.length - sim.calls.length).toBe(1)
  })

  it('leaves a clock that is days off to the user', async () => {
    const { cloud } = await start({ settings: { clockSkewMs: 3 * 86_400_000 } })
    await expect(cloud.check()).rejects.toMatchObject({
      code: 'cloud-clock',
      message: expect.stringContaining("This computer's clock is 72 hours behind"),
    })
  })

  it('tells a wrong token from a wrong key, and keeps the request id for the support', async () => {
    const { connect } = await start({ identity: { token: 'right' } })
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

  it('bears with ten calls a second', async () => {
    const realClock = { now: Date.now, sleep: (ms: number) => wait(ms) }
    const { cloud } = await start({ settings: { callsPerSecond: 3 } }, realClock)
    const lists = await Promise.all(Array.from({ length: 7 }, () => cloud.listKeys()))
    expect(lists).toHaveLength(7)
  })
})

describe('regions', () => {
  const regions: [string, ...string[]] = ['ap-guangzhou', 'ap-singapore', 'na-ashburn']

  it('that the account names are the only ones asked', async () => {
    const { sim, connect } = await start({ regions })
    for (const region of regions) sim.addInstance(region, { region })
    const found = await connect({ regions: 'ap-singapore, na-ashburn' }).listInstances()
    expect(found.map(({ name, region }) => [name, region])).toEqual([
      ['ap-singapore', 'ap-singapore'],
      ['na-ashburn', 'na-ashburn'],
    ])
    expect(count(sim, 'DescribeRegions')).toBe(0)
  })

  it('that can not be listed are asked of the user', async () => {
    const { cloud, connect } = await start({ settings: { denied: ['region:DescribeRegions'] } })
    await expect(cloud.listInstances()).rejects.toMatchObject({
      info: { code: 'cloud-forbidden', advice: expect.stringContaining('Enter the regions in the account') },
    })
    expect(await connect({ regions: 'ap-guangzhou' }).listInstances()).toEqual([])
  })

  it('one of which fails fail the list: half of it would look like the whole', async () => {
    const { sim, cloud } = await start({ regions })
    sim.faults.plan('DescribeInstances', { kind: 'refusal', code: 'InvalidParameter', message: 'No' })
    await expect(cloud.listInstances()).rejects.toMatchObject({ code: 'cloud-failed' })
  })

  it('are searched once for an instance, and known from then on', async () => {
    const { sim, connect } = await start({ regions })
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
    const { sim, cloud } = await start({ regions: ['ap-guangzhou', 'ap-singapore'] })
    for (let number = 0; number < 250; number++) sim.addInstance(`a-${number}`)
    for (let number = 0; number < 120; number++) sim.addInstance(`b-${number}`, { region: 'ap-singapore' })
    expect(new Set((await cloud.listInstances()).map(({ cloudId }) => cloudId)).size).toBe(370)
    expect(count(sim, 'DescribeInstances')).toBe(3 + 2)
  })

  it('name their keys, their user and where SSH gets in', async () => {
    const { sim, cloud } = await start()
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
    const { sim, cloud } = await start({ settings: { denied: ['cvm:DescribeKeyPairs'] } })
    const { id } = sim.addKeyPair('deploy', first)
    sim.addInstance('web-1', { keyIds: [id] })
    expect(await cloud.listInstances()).toMatchObject([{ keyNames: [id] }])
  })

  it.each(['refused', 'left-out'] as const)(
    'that are not there are %s by the cloud, and gone',
    async (unknownInstances) => {
      const { sim, cloud } = await start({ settings: { unknownInstances } })
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
    const { sim, cloud } = await start()
    const { id } = sim.addInstance('web-1', { state })
    const found = await cloud.getInstance(id)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
})

describe('keys', () => {
  it('are refused before a call where they are no RSA', async () => {
    const { sim, cloud } = await start()
    const ed25519 = publicKeyLine(blobFromKey(freshKey('ed25519')), 'ada')
    await expect(cloud.importKey('deploy', ed25519)).rejects.toMatchObject({
      info: { code: 'cloud-bad-key', advice: expect.stringContaining('RSA key pair') },
    })
    expect(sim.asked).toEqual([])
    expect(tencent.keyTypes.accepts).toEqual(['rsa'])
  })

  it('are renamed and described, and once where the answer is lost', async () => {
    const { sim, cloud } = await start()
    await cloud.importKey('deploy', first)
    await cloud.describeKey?.(await keyNamed(cloud, 'deploy'), 'for the servers – für alle')
    sim.faults.plan('ModifyKeyPairAttribute', { kind: 'drop-after-applying' })
    await cloud.renameKey?.(await keyNamed(cloud, 'deploy'), 'deploy_2026')
    expect(await cloud.listKeys()).toMatchObject([
      { name: 'deploy_2026', description: 'for the servers – für alle', cloudKeyId: expect.any(String) },
    ])
    expect(count(sim, 'ModifyKeyPairAttribute')).toBe(2)
    await cloud.describeKey?.({ name: 'deploy_2026', region: null, cloudKeyId: null }, '')
    expect((await keyNamed(cloud, 'deploy_2026')).description).toBeNull()
  })

  it('take no name that is taken, and no description above 60 characters', async () => {
    const { sim, cloud } = await start()
    await cloud.importKey('first', first)
    await cloud.importKey('second', second)
    const key = await keyNamed(cloud, 'first')
    await expect(cloud.renameKey?.(key, 'second')).rejects.toMatchObject({ code: 'cloud-duplicate-name' })
    await expect(cloud.renameKey?.(key, 'a-b')).rejects.toMatchObject({
      info: { advice: 'Use letters, digits and underscores, at most 25 of them.' },
    })
    const before = sim.asked.length
    await expect(cloud.describeKey?.(key, 'x'.repeat(61))).rejects.toThrow('at most 60 characters')
    expect(sim.asked.length).toBe(before)
    await cloud.describeKey?.(key, '鍵'.repeat(60))
  })

  it('say under which name the account has them', async () => {
    const { cloud } = await start()
    await cloud.importKey('deploy', first)
    await expect(cloud.importKey('other', first)).rejects.toMatchObject({
      code: 'cloud-duplicate-key',
      message: 'The account already holds this key as "deploy".',
    })
  })

  it('in use stay, and say where they are', async () => {
    const { sim, cloud } = await start()
    const { id: keyId } = sim.addKeyPair('deploy', first)
    const { id } = sim.addInstance('web-1', { keyIds: [keyId] })
    await expect(cloud.deleteKey(await keyNamed(cloud, 'deploy'))).rejects.toMatchObject({
      code: 'cloud-key-in-use',
      message: `Tencent Cloud keeps "deploy", because it is on ${id}.`,
    })
    expect(count(sim, 'DeleteKeyPairs')).toBe(1)
  })

  it('that we took from an instance just now are deleted as soon as the cloud has noticed', async () => {
    const clock = hurriedClock()
    const { sim, cloud } = await start({ settings: { inUseLagMs: 60_000 } }, clock)
    const pair = sim.addKeyPair('deploy', first)
    const { id } = sim.addInstance('web-1', { keyIds: [pair.id], state: 'STOPPED' })
    await cloud.binding?.removeKeys?.(id, ['deploy'])
    clock.sleep = async () => {
      pair.busyUntil = 0
    }
    await cloud.deleteKey(await keyNamed(cloud, 'deploy'))
    expect(sim.state.keyPairs).toEqual([])
    expect(count(sim, 'DeleteKeyPairs')).toBe(2)
  })

  it('are made in the cloud, with the private half once', async () => {
    const { cloud } = await start()
    const pem = await cloud.createKey?.('made_there')
    expect(new TextDecoder().decode(pem)).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(await cloud.listKeys()).toMatchObject([{ name: 'made_there' }])
    await expect(cloud.createKey?.('made_there')).rejects.toMatchObject({ code: 'cloud-duplicate-name' })
  })

  it.each(['drop-after-applying', 'cut', 'broken-json'] as const)(
    'whose private half was lost on the way (%s) are deleted again',
    async (kind) => {
      const { sim, cloud, log } = await start()
      await cloud.importKey('other', first)
      sim.faults.plan('CreateKeyPair', { kind })
      await expect(cloud.createKey?.('made_there')).rejects.toThrow('its private half was lost on the way')
      expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['other'])
      expect(JSON.stringify(log.lines)).not.toContain('PRIVATE KEY')
    },
  )
})

describe('power', () => {
  it('goes off as by its button, and with the charge kept', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addInstance('web-1')
    await cloud.power.stop(id)
    expect(sim.calls.find(({ action }) => action === 'StopInstances')?.params).toEqual({
      InstanceIds: [id],
      StopType: 'SOFT',
      StoppedMode: 'KEEP_CHARGING',
    })
  })

  it('that a guest keeps on is said, with the reason of the cloud', async () => {
    const { sim, cloud } = await start({ settings: { operationMs: 20 } })
    const { id } = sim.addInstance('web-1', { ignoresPowerButton: true })
    await expect(cloud.power.stop(id)).rejects.toMatchObject({
      info: {
        code: 'cloud-failed',
        message: 'Tencent Cloud began StopInstances on web-1, and it failed there.',
        detail: expect.stringContaining('did not shut down in time'),
      },
    })
    expect(sim.state.instances[0]?.state).toBe('RUNNING')
  })

  it('is as it is wanted to be already', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addInstance('web-1')
    await cloud.power.start(id)
    await cloud.power.stop(id)
    await cloud.power.stop(id)
    expect(sim.state.instances[0]?.state).toBe('STOPPED')
  })

  it.each(['MutexOperation.TaskRunning', 'OperationDenied.InstanceOperationInProgress'])(
    'waits while the cloud is at something else: %s',
    async (code) => {
      const { sim, cloud } = await start()
      const { id } = sim.addInstance('web-1')
      sim.faults.plan('StopInstances', { kind: 'refusal', code, message: 'Wait.' }, 2)
      await cloud.power.stop(id)
      expect(sim.state.instances[0]?.state).toBe('STOPPED')
      expect(count(sim, 'StopInstances')).toBe(3)
    },
  )

  it('can be cancelled while it is watched', async () => {
    const { sim, cloud } = await start({ settings: { operationMs: 5_000 } })
    const { id } = sim.addInstance('web-1')
    const cancel = new AbortController()
    const stopping = cloud.power.stop(id, cancel.signal)
    setTimeout(() => cancel.abort(), 50)
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('binding', () => {
  async function startWithKeys(options: TencentOptions = {}) {
    const started = await start(options)
    const { binding } = started.cloud
    if (!binding?.removeKeys || !binding.setKeysOfMany) throw new Error('Tencent Cloud has ways to bind.')
    const { removeKeys, setKeysOfMany } = binding
    const [old, fresh] = [
      started.sim.addKeyPair('old', first ?? ''),
      started.sim.addKeyPair('new', second ?? ''),
    ]
    const add = (name: string, spec: Partial<Instance> = {}) =>
      started.sim.addInstance(name, { state: 'STOPPED', keyIds: [old.id], ...spec })
    return { ...started, binding, removeKeys, setKeysOfMany, old, fresh, add }
  }

  it('puts the key in the place of the one before', async () => {
    const { sim, cloud, binding, add, fresh } = await startWithKeys({ settings: { operationMs: 20 } })
    const instance = add('web-1', { state: 'RUNNING' })
    await cloud.power.stop(instance.id)
    await binding.setKeys(instance.id, ['new'])
    expect(instance).toMatchObject({ keyIds: [fresh.id], passwordLogin: false, state: 'STOPPED' })
    await cloud.power.start(instance.id)
    expect(await cloud.getInstance(instance.id)).toMatchObject({ state: 'running', keyNames: ['new'] })
    const bound = sim.calls.find(({ action }) => action === 'AssociateInstancesKeyPairs')
    expect(bound?.params).toMatchObject({ KeyIds: [fresh.id], ForceStop: false })
    expect(bound?.region).toBe('ap-guangzhou')
  })

  it('takes a key away again', async () => {
    const { removeKeys, add } = await startWithKeys()
    const instance = add('web-1')
    await removeKeys(instance.id, ['old'])
    expect(instance).toMatchObject({ keyIds: [], passwordLogin: true })
  })

  it.each([
    ['AssociateInstancesKeyPairs', 'drop-after-applying', 1],
    ['AssociateInstancesKeyPairs', 'cut', 1],
    ['AssociateInstancesKeyPairs', 'drop', 2],
    ['DisassociateInstancesKeyPairs', 'drop-after-applying', 1],
    ['DisassociateInstancesKeyPairs', 'drop', 2],
  ] as const)('goes through although the answer to %s is lost (%s)', async (action, kind, times) => {
    const { sim, binding, removeKeys, add } = await startWithKeys({ settings: { operationMs: 50 } })
    const instance = add('web-1')
    sim.faults.plan(action, { kind })
    await binding.setKeys(instance.id, ['new'])
    await removeKeys(instance.id, ['new'])
    expect(instance).toMatchObject({ keyIds: [], latest: { state: 'SUCCESS' } })
    expect(count(sim, action)).toBe(times)
  })

  it('waits for the end also where the key was bound before', async () => {
    const { binding, add } = await startWithKeys({ settings: { operationMs: 80 } })
    const instance = add('web-1')
    await binding.setKeys(instance.id, ['old'])
    expect(instance.latest).toMatchObject({ action: 'AssociateInstancesKeyPairs', state: 'SUCCESS' })
  })

  it.each([
    [{ state: 'RUNNING' } as const, 'cloud-instance-not-stopped'],
    [{ osName: 'Windows Server 2022' }, 'cloud-failed'],
    [{ stopCharging: true }, 'cloud-failed'],
  ])('is refused for an instance of %j', async (spec, code) => {
    const { binding, add, old } = await startWithKeys()
    const instance = add('web-1', spec)
    await expect(binding.setKeys(instance.id, ['new'])).rejects.toMatchObject({ code })
    expect(instance.keyIds).toEqual([old.id])
  })

  it('is refused for a key that the account does not hold', async () => {
    const { sim, binding, add } = await startWithKeys()
    const { id } = add('web-1')
    await expect(binding.setKeys(id, ['unheard_of'])).rejects.toMatchObject({
      code: 'cloud-not-found',
      message: 'The account holds no key pair named "unheard_of".',
    })
    expect(count(sim, 'AssociateInstancesKeyPairs')).toBe(0)
  })

  it('binds many by region, a hundred in a call', async () => {
    const { sim, setKeysOfMany, add, fresh } = await startWithKeys({
      regions: ['ap-guangzhou', 'ap-singapore'],
      settings: { operationMs: 20 },
    })
    const instances = Array.from({ length: 150 }, (_, number) =>
      add(`vm-${number}`, { region: number < 120 ? 'ap-guangzhou' : 'ap-singapore' }),
    )
    const ids = instances.map(({ id }) => id)
    const outcomes = await setKeysOfMany(ids, ['new'])
    expect([...outcomes.keys()].sort()).toEqual([...ids].sort())
    expect([...outcomes.values()].every((problem) => problem === null)).toBe(true)
    expect(instances.every(({ keyIds }) => keyIds[0] === fresh.id)).toBe(true)
    expect(count(sim, 'DescribeInstances')).toBeLessThan(40)
    const calls = sim.calls.filter(({ action }) => action === 'AssociateInstancesKeyPairs')
    expect(
      calls.map(({ region, params }) => [region, (params.InstanceIds as string[]).length]).sort(),
    ).toEqual([
      ['ap-guangzhou', 100],
      ['ap-guangzhou', 20],
      ['ap-singapore', 30],
    ])
  })

  it('tells of each of many what became of it, though one keeps the cloud from taking the call', async () => {
    const { setKeysOfMany, add, old, fresh } = await startWithKeys()
    const good = [add('a'), add('b')]
    const running = add('running', { state: 'RUNNING' })
    const outcomes = await setKeysOfMany([...good.map(({ id }) => id), running.id, 'ins-00000000'], ['new'])
    const codes = [...outcomes].map(([id, problem]) => [id, problem?.code ?? null])
    expect(new Map(codes as [string, string | null][])).toEqual(
      new Map([
        ['ins-00000000', 'cloud-not-found'],
        ...good.map(({ id }) => [id, null] as [string, null]),
        [running.id, 'cloud-instance-not-stopped'],
      ]),
    )
    expect(good.map(({ keyIds }) => keyIds)).toEqual([[fresh.id], [fresh.id]])
    expect(running.keyIds).toEqual([old.id])
  })

  it('says before what it does, and what is left to log in with', async () => {
    const { cloud, binding, add } = await startWithKeys()
    const { id } = add('web-1', { stopCharging: true })
    const instance = await cloud.getInstance(id)
    if (instance === null) throw new Error('The instance is there.')
    const consequences = binding.consequences(instance).join(' ')
    expect(consequences).toContain('The key that Tencent Cloud has bound to web-1 now (old) stops working.')
    expect(consequences).toContain('Password login to web-1 is switched off.')
    expect(binding.warnings(instance).join(' ')).toContain('was stopped without a charge')
    expect(binding.whyRefused(instance)).toContain('ubuntu on web-1')
    expect(binding.consequencesOfRemoval?.(instance, ['old']).join(' ')).toContain(
      'goes back to the password that was set before',
    )
    expect(binding.consequencesOfRemoval?.({ ...instance, keyNames: ['old', 'new'] }, ['old'])).toEqual([
      'web-1 can be logged in to with new.',
    ])
  })
})

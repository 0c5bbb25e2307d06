import { describe, expect, it } from 'vitest'
import { count, rsaLine, tencentLab } from '../helpers/tencent-lab.js'
import type { TencentOptions } from '../simulators/tencent/simulator.js'
import type { Instance } from '../simulators/tencent/state.js'

/*
 * What Tencent Cloud alone has, against the simulator, which was written from the same documents and shares no code with
 * the adapter. What every cloud has is in test/conformance/.
 */

const first = rsaLine('first')
const second = rsaLine('second')

describe('power', () => {
  it('goes off as by its button, and with the charge kept', async () => {
    const { sim, cloud } = await tencentLab()
    const { id } = sim.addInstance('web-1')
    await cloud.power.stop(id)
    expect(sim.calls.find(({ action }) => action === 'StopInstances')?.params).toEqual({
      InstanceIds: [id],
      StopType: 'SOFT',
      StoppedMode: 'KEEP_CHARGING',
    })
  })

  it('that a guest keeps on is said, with the reason of the cloud', async () => {
    const { sim, cloud } = await tencentLab({ settings: { operationMs: 20 } })
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
    const { sim, cloud } = await tencentLab()
    const { id } = sim.addInstance('web-1')
    await cloud.power.start(id)
    await cloud.power.stop(id)
    await cloud.power.stop(id)
    expect(sim.state.instances[0]?.state).toBe('STOPPED')
  })

  it.each(['MutexOperation.TaskRunning', 'OperationDenied.InstanceOperationInProgress'])(
    'waits while the cloud is at something else: %s',
    async (code) => {
      const { sim, cloud } = await tencentLab()
      const { id } = sim.addInstance('web-1')
      sim.faults.plan('StopInstances', { kind: 'refusal', code, message: 'Wait.' }, 2)
      await cloud.power.stop(id)
      expect(sim.state.instances[0]?.state).toBe('STOPPED')
      expect(count(sim, 'StopInstances')).toBe(3)
    },
  )

  it('can be cancelled while it is watched', async () => {
    const { sim, cloud } = await tencentLab({ settings: { operationMs: 5_000 } })
    const { id } = sim.addInstance('web-1')
    const cancel = new AbortController()
    const stopping = cloud.power.stop(id, cancel.signal)
    setTimeout(() => cancel.abort(), 50)
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('binding', () => {
  async function startWithKeys(options: TencentOptions = {}) {
    const started = await tencentLab(options)
    const { binding } = started.cloud
    if (!binding?.removeKeys || !binding.setKeysOfMany) throw new Error('Tencent Cloud has ways to bind.')
    const { removeKeys, setKeysOfMany } = binding
    const [old, fresh] = [started.sim.addKeyPair('old', first), started.sim.addKeyPair('new', second)]
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

  it('tells what became of the others where a region is out of order', async () => {
    const { sim, setKeysOfMany, add } = await startWithKeys({ regions: ['ap-guangzhou', 'ap-singapore'] })
    const near = add('near')
    const far = [add('far-1', { region: 'ap-singapore' }), add('far-2', { region: 'ap-singapore' })]
    sim.state.settings.ill = ['ap-singapore AssociateInstancesKeyPairs']
    const outcomes = await setKeysOfMany(
      [near, ...far].map(({ id }) => id),
      ['new'],
    )
    expect(outcomes.get(near.id)).toBeNull()
    expect(far.map(({ id }) => outcomes.get(id)?.code)).toEqual(['cloud-failed', 'cloud-failed'])
  })

  it('tells what became of the others where a region does not answer at all', async () => {
    const { sim, setKeysOfMany, add, fresh } = await startWithKeys({
      regions: ['ap-guangzhou', 'ap-singapore'],
    })
    const near = add('near')
    const far = add('far', { region: 'ap-singapore' })
    sim.faults.plan('*', { kind: 'drop' }, Infinity, 'ap-singapore')
    const outcomes = await setKeysOfMany([near.id, far.id], ['new'])
    expect(outcomes.get(near.id)).toBeNull()
    expect(near.keyIds).toEqual([fresh.id])
    expect(outcomes.get(far.id)).toMatchObject({ code: 'cloud-unreachable' })
  })

  it('takes a key from many, with a result for each', async () => {
    const { sim, binding, add, fresh } = await startWithKeys({ regions: ['ap-guangzhou', 'ap-singapore'] })
    const instances = Array.from({ length: 104 }, (_, number) => add(`vm-${number}`))
    const far = add('far', { region: 'ap-singapore', keyIds: [fresh.id] })
    const running = add('running', { state: 'RUNNING', region: 'ap-singapore' })
    const ids = [...instances, far, running].map(({ id }) => id)
    const outcomes = await binding.removeKeysOfMany?.([...ids, 'ins-00000000'], ['old'])
    expect(instances.every(({ id, keyIds }) => outcomes?.get(id) === null && keyIds.length === 0)).toBe(true)
    expect(outcomes?.get(far.id)).toBeNull()
    expect(far.keyIds).toEqual([fresh.id])
    expect(outcomes?.get(running.id)?.code).toBe('cloud-instance-not-stopped')
    expect(outcomes?.get('ins-00000000')?.code).toBe('cloud-not-found')
    const calls = sim.calls.filter(({ action }) => action === 'DisassociateInstancesKeyPairs')
    expect(calls.filter(({ region }) => region === 'ap-guangzhou')).toHaveLength(2)
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

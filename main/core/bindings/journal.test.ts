import { describe, expect, it } from 'vitest'
import type { BindStepName } from '../../../contract/bindings.js'
import { bindingsLab, cutOffAt, remembered } from '../../../test/helpers/bindings-lab.js'
import { type FakeOperation, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { LatchkeyError } from '../lib/error.js'

describe('a program that ends in the middle', () => {
  const holdAt: [BindStepName, FakeOperation, boolean][] = [
    ['push', 'importKey', false],
    ['stop', 'stop', true],
    ['reset', 'setKeys', true],
    ['start', 'start', true],
  ]
  it.each(holdAt)('of %s leaves a trace that the next start lists', async (step, operation, mayBeStopped) => {
    const lab = await bindingsLab()
    const { id } = await cutOffAt(lab, operation)
    expect(await lab.bindings.interrupted(undefined, {})).toEqual([])
    const next = lab.start()
    expect(await next.bindings.interrupted(undefined, {})).toMatchObject([
      { id, step, mayBeStopped, instanceName: 'web-1', keyId: lab.key.id },
    ])
    await next.bindings.settle({ id, action: 'restart' }, {})
    expect(lab.machine()?.state).toBe('running')
    expect(await next.bindings.interrupted(undefined, {})).toEqual([])
    expect(remembered(lab)).toHaveLength(step === 'start' ? 1 : 0)
  })

  it('after the cloud has set the key, and before Latchkey hears of it, has it bound by the restart', async () => {
    const lab = await bindingsLab()
    const { id } = await cutOffAt(lab, 'setKeys', () => {
      lab.cloud.instances.set(
        'vm-1',
        fakeInstance({ ...lab.machine(), cloudId: 'vm-1', keyNames: ['deploy'] }),
      )
    })
    await lab.start().bindings.settle({ id, action: 'restart' }, {})
    expect(remembered(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('can be dismissed, which starts nothing', async () => {
    const lab = await bindingsLab()
    const { id } = await cutOffAt(lab, 'setKeys')
    const next = lab.start()
    const plan = await next.bindings.plan(lab.input, {})
    expect(plan.warnings[0]).toContain('was cut off')
    await next.bindings.settle({ id, action: 'dismiss' }, {})
    expect(lab.machine()?.state).toBe('stopped')
    expect(await next.bindings.interrupted(undefined, {})).toEqual([])
    await expect(next.bindings.settle({ id, action: 'dismiss' }, {})).rejects.toMatchObject({
      code: 'binding-not-found',
    })
  })

  it('stays listed where the start fails', async () => {
    const lab = await bindingsLab()
    const { id } = await cutOffAt(lab, 'setKeys')
    const next = lab.start()
    lab.cloud.failNext('start', new LatchkeyError('cloud-quota', 'No capacity.'))
    await expect(next.bindings.settle({ id, action: 'restart' }, {})).rejects.toMatchObject({
      code: 'cloud-quota',
    })
    expect(await next.bindings.interrupted(undefined, {})).toMatchObject([{ id }])
  })
})

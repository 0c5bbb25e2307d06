import { describe, expect, it } from 'vitest'
import { type BindingsLab, bind, bindingsLab } from '../../../test/helpers/bindings-lab.js'

describe('a plan that no longer holds', () => {
  it.each<[string, (lab: BindingsLab) => void]>([
    [
      'the instance was stopped',
      ({ cloud }) => void cloud.instances.set('vm-1', { ...web(cloud), state: 'stopped' }),
    ],
    [
      'its keys have changed',
      ({ cloud }) => void cloud.instances.set('vm-1', { ...web(cloud), keyNames: ['x'] }),
    ],
    ['the account got the key', ({ cloud, key }) => void cloud.keys.set('n', key.publicKey)],
    ['ten minutes have passed', ({ clock }) => clock.advance(11 * 60_000)],
  ])('is refused and does nothing: %s', async (_why, change) => {
    const lab = await bindingsLab()
    const plan = await lab.bindings.plan(lab.input, {})
    change(lab)
    await expect(lab.bindings.run({ planId: plan.id }, {})).rejects.toMatchObject({
      code: 'binding-plan-stale',
    })
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('works once', async () => {
    const lab = await bindingsLab()
    const { id } = await bind(lab)
    await expect(lab.bindings.run({ planId: id }, {})).rejects.toMatchObject({ code: 'binding-plan-stale' })
  })

  it('stops nothing if the private half is lost', async () => {
    const lab = await bindingsLab()
    const plan = await lab.bindings.plan(lab.input, {})
    await lab.secrets.delete(`key/${lab.key.id}`)
    await expect(lab.bindings.run({ planId: plan.id }, {})).rejects.toMatchObject({ code: 'secret-missing' })
    expect(lab.acts()).toEqual([])
  })

  it.each<[string, (lab: BindingsLab) => Promise<unknown>]>([
    ['the account is removed', ({ accounts }) => accounts.remove({ id: 'acc' }, {})],
    ['the key pair goes into the bin', ({ keys, key }) => keys.setState({ id: key.id, state: 'bin' }, {})],
  ])('stops nothing if %s while the vault is asked for the private half', async (_what, happen) => {
    const lab = await bindingsLab()
    const plan = await lab.bindings.plan(lab.input, {})
    const { get } = lab.secrets
    lab.secrets.get = async (name) => {
      lab.secrets.get = get
      const half = await get(name)
      await happen(lab)
      return half
    }
    await expect(lab.bindings.run({ planId: plan.id }, {})).rejects.toMatchObject({
      code: 'binding-plan-stale',
    })
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  const web = (cloud: BindingsLab['cloud']) => {
    const machine = cloud.instances.get('vm-1')
    if (machine === undefined) throw new Error('No machine')
    return machine
  }
})

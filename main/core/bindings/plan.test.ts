import { describe, expect, it } from 'vitest'
import { BindPlan } from '../../../contract/bindings.js'
import { bindingsLab } from '../../../test/helpers/bindings-lab.js'
import { publicKeyOf } from '../../../test/helpers/key-records.js'

describe('a plan', () => {
  it('says what will happen to a running instance, and does nothing', async () => {
    const lab = await bindingsLab()
    const plan = BindPlan.parse(await lab.bindings.plan(lab.input, {}))
    expect(plan.consequences[0]).toBe(
      'web-1 stops for about a minute; everything that runs on it is interrupted.',
    )
    expect(plan.consequences).toContain('All other keys of web-1 stop working.')
    expect(plan).toMatchObject({
      verb: 'Stop and bind',
      stopsInstance: true,
      replaces: ['old'],
      user: 'debian',
      way: 'Set keys (fake cloud)',
    })
    expect(plan.warnings).toContain('web-1 applies keys only at boot.')
    expect(plan.steps.map(({ name }) => name)).toEqual(['push', 'stop', 'reset', 'start', 'wait', 'prove'])
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('has no push where the account has the key', async () => {
    const lab = await bindingsLab()
    lab.cloud.keys.set('deploy-in-cloud', lab.key.publicKey)
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan.steps.map(({ name }) => name)).not.toContain('push')
  })

  it('leaves a stopped instance stopped and says so', async () => {
    const lab = await bindingsLab({ state: 'stopped', cloudState: 'Stopped' })
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan).toMatchObject({ verb: 'Bind', stopsInstance: false })
    expect(plan.consequences[0]).toContain('stays stopped')
    expect(plan.steps.map(({ name }) => name)).toEqual(['push', 'reset'])
  })

  it('warns of an instance without address', async () => {
    const lab = await bindingsLab({ ssh: [] })
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan.warnings.join()).toContain('no address')
  })

  it('is refused for an instance in motion, in error, gone or unknown, and for an unknown key', async () => {
    const moving = await bindingsLab({ state: 'stopping', cloudState: 'Stopping' })
    await expect(moving.bindings.plan(moving.input, {})).rejects.toMatchObject({ code: 'cloud-busy' })
    const broken = await bindingsLab({ state: 'error', cloudState: 'Error' })
    await expect(broken.bindings.plan(broken.input, {})).rejects.toMatchObject({ code: 'cloud-failed' })
    const gone = await bindingsLab()
    gone.cloud.instances.clear()
    await expect(gone.bindings.plan(gone.input, {})).rejects.toMatchObject({ code: 'instance-not-found' })
    const other = { ...gone.input, keyId: 'none' }
    await expect(gone.bindings.plan(other, {})).rejects.toMatchObject({ code: 'key-not-found' })
  })

  it('is not made with a key pair from the bin, nor with a public half alone', async () => {
    const lab = await bindingsLab()
    await lab.keys.setState({ id: lab.key.id, state: 'bin' }, {})
    await expect(lab.bindings.plan(lab.input, {})).rejects.toMatchObject({ code: 'key-in-bin' })
    const source = { kind: 'text' as const, text: publicKeyOf(0) }
    const { id } = await lab.keys.import({ source, name: 'colleague' }, {})
    const withPublic = { ...lab.input, keyId: id }
    await expect(lab.bindings.plan(withPublic, {})).rejects.toMatchObject({ code: 'key-public-only' })
    expect(lab.acts()).toEqual([])
  })

  it('is not carried out where the key pair has come into the bin since', async () => {
    const lab = await bindingsLab()
    const { id: planId } = await lab.bindings.plan(lab.input, {})
    await lab.keys.setState({ id: lab.key.id, state: 'bin' }, {})
    await expect(lab.bindings.run({ planId }, {})).rejects.toMatchObject({ code: 'key-in-bin' })
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })
})

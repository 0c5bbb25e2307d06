import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { LatchkeyError } from '../../main/core/lib/error.js'
import { connect, first, problemOf, second, start } from '../helpers/openstack-sim.js'
import { novaError } from '../simulators/openstack/errors.js'

describe('regions', () => {
  const regions = ['Frankfurt', 'Mumbai']

  it('are all asked, unless some are named', async () => {
    const { sim, cloud } = await start({ regions })
    for (const region of regions) sim.addServer({ name: `web-${region}`, region, zone: `${region}-a` })
    sim.addKeyPair('deploy', first, 'Mumbai')
    expect(await cloud.check()).toMatchObject({ regions, keyCount: 1, instanceCount: 2 })
    expect(await cloud.listInstances()).toMatchObject([
      { name: 'web-Frankfurt', region: 'Frankfurt', zone: 'Frankfurt-a' },
      { name: 'web-Mumbai', region: 'Mumbai', zone: 'Mumbai-a' },
    ])
    expect(await cloud.listKeys()).toMatchObject([{ name: 'deploy', region: 'Mumbai' }])
    const one = connect(sim, { regions: 'Mumbai' })
    expect((await one.listInstances()).map(({ name }) => name)).toEqual(['web-Mumbai'])
  })

  it('that the cloud has not are said, with those that it has', async () => {
    const { sim } = await start({ regions })
    const { info } = await problemOf(connect(sim, { regions: 'Mumbai, Oslo' }).check())
    expect(info).toMatchObject({ code: 'cloud-not-found', message: expect.stringContaining('Oslo') })
    expect(info.advice).toContain('Frankfurt, Mumbai')
  })

  it('each get the key, and only where it is missing', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('deploy', first, 'Mumbai')
    expect(await cloud.importKey('deploy', first)).toBe(true)
    expect(sim.state.keyPairs.map(({ region }) => region).sort()).toEqual(regions)
    expect(await cloud.importKey('deploy', first)).toBe(false)
  })

  it('keep their keys where a name is taken in one of them', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('deploy', second, 'Mumbai')
    expect((await problemOf(cloud.importKey('deploy', first))).info).toMatchObject({
      code: 'cloud-duplicate-name',
      message: expect.stringMatching(/^Mumbai: /),
    })
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it('that don’t answer are told to who can do without them, and the others get the key', async () => {
    const { sim, cloud } = await start({ regions })
    sim.faults.plan('GET /os-keypairs/{name}', { kind: 'html', status: 502 }, 9, 'Mumbai')
    const lost: string[] = []
    const noted = (region: string, { code }: LatchkeyError) => void lost.push(`${region} ${code}`)
    expect(await cloud.importKey('deploy', first, undefined, noted)).toBe(true)
    expect(sim.state.keyPairs.map(({ region }) => region)).toEqual(['Frankfurt'])
    expect(lost).toEqual(['Mumbai cloud-failed'])
    sim.faults.clear()
    expect((await problemOf(cloud.importKey('deploy', second, undefined, noted))).message).toMatch(
      /^Frankfurt: /,
    )
    expect(await cloud.importKey('deploy', first, undefined, noted)).toBe(true)
    expect(sim.state.keyPairs).toHaveLength(2)
  })

  it('that were silent a moment ago are not waited for again', async () => {
    const { sim, cloud } = await start({ regions })
    const lost: string[] = []
    const noted = (region: string) => void lost.push(region)
    expect(await cloud.importKey('deploy', first, undefined, noted, new Set(['Mumbai']))).toBe(true)
    expect(sim.state.keyPairs.map(({ region }) => region)).toEqual(['Frankfurt'])
    expect(lost).toEqual([])
  })

  it('lose the key in one, or in all', async () => {
    const { sim, cloud } = await start({ regions })
    await cloud.importKey('deploy', first)
    await cloud.deleteKey({ name: 'deploy', region: 'Mumbai', cloudKeyId: null })
    expect(sim.state.keyPairs.map(({ region }) => region)).toEqual(['Frankfurt'])
    await cloud.deleteKey({ name: 'deploy', region: null, cloudKeyId: null })
    expect(sim.state.keyPairs).toEqual([])
  })

  it('are named where one of them fails', async () => {
    const { sim, cloud } = await start({ regions })
    const error = novaError(403, "Policy doesn't allow it.")
    sim.faults.plan('GET /servers/detail', { kind: 'refusal', error }, 9, 'Mumbai')
    expect((await problemOf(cloud.listInstances())).message).toMatch(/^Mumbai: The cloud does not allow/)
  })

  it('are looked through for an instance, then remembered', async () => {
    const { sim, cloud } = await start({ regions })
    const { id } = sim.addServer({ name: 'web-1', region: 'Mumbai' })
    await cloud.power.stop(id)
    expect(sim.calls.filter(({ region }) => region === 'Frankfurt').length).toBeLessThan(3)
    expect(await cloud.getInstance(id)).toMatchObject({ state: 'stopped', region: 'Mumbai' })
    expect(await cloud.getInstance(randomUUID())).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import { first, operations, problemOf, second, start } from '../helpers/openstack-sim.js'
import { novaError } from '../simulators/openstack/errors.js'

describe('names of keys', () => {
  it('with @ and . are kept where Nova has 2.92, and only then', async () => {
    const { sim, cloud } = await start()
    expect(cloud.keyName('ada@lap.top')).toBe('ada-lap-top')
    await cloud.listKeys()
    expect(cloud.keyName('ada@lap.top')).toBe('ada@lap.top')
    await cloud.importKey('ada@lap.top', first)
    await cloud.importKey('plain', second)
    const posts = sim.calls.filter(({ operation }) => operation === 'POST /os-keypairs')
    expect(posts.map(({ microversion }) => microversion)).toEqual(['compute 2.92', 'compute 2.90'])
  })

  it('with @ and . are refused with a proposal where Nova is older', async () => {
    const { sim, cloud } = await start({ settings: { maxMicroversion: 79 } })
    await cloud.listKeys()
    expect(cloud.keyName('ada@lap.top')).toBe('ada-lap-top')
    expect((await problemOf(cloud.importKey('ada@lap.top', first))).info.advice).toContain('"ada-lap-top"')
    expect(operations(sim)).not.toContain('POST /os-keypairs')
  })

  it('are the same in other letter case, as they are to the cloud', async () => {
    const { sim, cloud } = await start()
    await cloud.importKey('Deploy', first)
    expect(await cloud.importKey('deploy', first)).toBe(false)
    expect((await problemOf(cloud.importKey('deploy', second))).message).toContain('named "Deploy"')
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it.each([
    ['ключ-Ü-鍵', '--U--'],
    ['  ', 'key'],
    [' a\tb/c ', 'a-b-c'],
    [`${'x'.repeat(254)} y`, 'x'.repeat(254)],
  ])('%j becomes %j', async (wanted, name) => {
    const { cloud } = await start()
    expect(cloud.keyName(wanted)).toBe(name)
  })
})

describe('older releases', () => {
  it.each([1, 30, 60])(
    'with microversions up to 2.%i list, take and delete keys',
    async (maxMicroversion) => {
      const { sim, cloud } = await start({ settings: { maxMicroversion, maxLimit: 2, projectInUrl: true } })
      for (const name of ['a', 'b', 'c']) await cloud.importKey(name, first)
      expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
      await cloud.deleteKey({ name: 'b', region: null, cloudKeyId: null })
      expect(sim.state.keyPairs.map(({ name }) => name)).toEqual(['a', 'c'])
      expect(await cloud.check()).toMatchObject({ product: `OpenStack, Nova 2.${maxMicroversion}` })
    },
  )

  it('that take RSA only say so', async () => {
    const { cloud } = await start({ settings: { keyTypes: ['ssh-rsa'] } })
    const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
    expect((await problemOf(cloud.importKey('deploy', ed25519))).info).toMatchObject({
      code: 'cloud-bad-key',
      advice: expect.stringContaining('RSA'),
    })
  })
})

describe('a list', () => {
  it('starts anew where the entry that the next page follows was deleted', async () => {
    const { sim, cloud } = await start({ settings: { maxLimit: 2 } })
    for (const name of ['a', 'b', 'c', 'd']) sim.addKeyPair(name, first)
    const error = novaError(400, 'Marker b could not be found.')
    sim.faults.plan('GET /os-keypairs', { kind: 'slow', ms: 1 })
    sim.faults.plan('GET /os-keypairs', { kind: 'refusal', error })
    expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('waits as a gateway with 503 and Retry-After asks', async () => {
    const { sim, cloud } = await start()
    sim.faults.plan('GET /os-keypairs', { kind: 'html', status: 503, headers: { 'Retry-After': '7' } })
    expect(await cloud.listKeys()).toEqual([])
  })
})

describe('a key pair made by the cloud', () => {
  const regions = ['Frankfurt', 'Mumbai']
  const make = (cloud: Cloud) => cloud.createKey?.('made') ?? expect.unreachable('OpenStack makes key pairs')

  it('comes as RSA, and its public half is in every region', async () => {
    const { sim, cloud } = await start({ regions })
    expect(Buffer.from(await make(cloud)).toString()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const [one, other] = sim.state.keyPairs
    expect(one?.publicKey).toContain('Generated-by-Nova')
    expect(other?.publicKey).toBe(one?.publicKey)
  })

  it('is not made where its name is taken', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('made', first, 'Mumbai')
    expect((await problemOf(make(cloud))).code).toBe('cloud-duplicate-name')
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it.each(['drop-after-applying', 'cut'] as const)(
    'is taken away where %s lost its private half',
    async (kind) => {
      const { sim, cloud } = await start()
      sim.faults.plan('POST /os-keypairs', { kind })
      expect((await problemOf(make(cloud))).message).toContain('private half was lost')
      expect(sim.state.keyPairs).toEqual([])
    },
  )

  it('is taken away where another region does not take it', async () => {
    const { sim, cloud } = await start({ regions })
    const error = novaError(403, 'Quota exceeded, too many key pairs.')
    sim.faults.plan('POST /os-keypairs', { kind: 'refusal', error }, 9, 'Mumbai')
    expect((await problemOf(make(cloud))).code).toBe('cloud-quota')
    expect(sim.state.keyPairs).toEqual([])
  })

  it('leaves another key alone that took its name in another region meanwhile', async () => {
    const { sim, cloud } = await start({ regions })
    sim.faults.plan('POST /os-keypairs', { kind: 'slow', ms: 300 }, 1, 'Frankfurt')
    const making = problemOf(make(cloud))
    await expect.poll(() => operations(sim)).toContain('POST /os-keypairs')
    sim.addKeyPair('made', first, 'Mumbai')
    expect((await making).code).toBe('cloud-duplicate-name')
    expect(sim.state.keyPairs).toMatchObject([{ region: 'Mumbai', publicKey: first }])
  })
})

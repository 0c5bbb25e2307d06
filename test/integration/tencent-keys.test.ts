import { describe, expect, it } from 'vitest'
import { tencent } from '../../main/core/clouds/tencent/adapter.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { hurriedClock } from '../conformance/clock.js'
import { freshKey } from '../helpers/fresh-key.js'
import { count, rsaLine, type TencentLab, tencentLab } from '../helpers/tencent-lab.js'

/*
 * What Tencent Cloud alone has, against the simulator, which was written from the same documents and shares no code with
 * the adapter. What every cloud has is in test/conformance/.
 */

const first = rsaLine('first')
const second = rsaLine('second')

async function keyNamed(cloud: TencentLab['cloud'], name: string) {
  const entry = (await cloud.listKeys()).find((key) => key.name === name)
  if (entry === undefined) throw new Error(`There is no key named ${name}.`)
  return entry
}

describe('keys', () => {
  it('are refused before a call where they are no RSA', async () => {
    const { sim, cloud } = await tencentLab()
    const ed25519 = publicKeyLine(blobFromKey(freshKey('ed25519')), 'ada')
    await expect(cloud.importKey('deploy', ed25519)).rejects.toMatchObject({
      info: { code: 'cloud-bad-key', advice: expect.stringContaining('RSA key pair') },
    })
    expect(sim.asked).toEqual([])
    expect(tencent.keyTypes.accepts).toEqual(['rsa'])
  })

  it('are renamed and described, and once where the answer is lost', async () => {
    const { sim, cloud } = await tencentLab()
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
    const { sim, cloud } = await tencentLab()
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
    const { cloud } = await tencentLab()
    await cloud.importKey('deploy', first)
    await expect(cloud.importKey('other', first)).rejects.toMatchObject({
      code: 'cloud-duplicate-key',
      message: 'The account already holds this key as "deploy".',
    })
  })

  it('in use stay, and say where they are', async () => {
    const { sim, cloud } = await tencentLab()
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
    const { sim, cloud } = await tencentLab({ settings: { inUseLagMs: 60_000 } }, clock)
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
    const { cloud } = await tencentLab()
    const pem = await cloud.createKey?.('made_there')
    expect(new TextDecoder().decode(pem)).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(await cloud.listKeys()).toMatchObject([{ name: 'made_there' }])
    await expect(cloud.createKey?.('made_there')).rejects.toMatchObject({ code: 'cloud-duplicate-name' })
  })

  it.each(['drop-after-applying', 'cut', 'broken-json'] as const)(
    'whose private half was lost on the way (%s) are deleted again',
    async (kind) => {
      const { sim, cloud, log } = await tencentLab()
      await cloud.importKey('other', first)
      sim.faults.plan('CreateKeyPair', { kind })
      await expect(cloud.createKey?.('made_there')).rejects.toThrow('its private half was lost on the way')
      expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['other'])
      expect(JSON.stringify(log.lines)).not.toContain('PRIVATE KEY')
    },
  )
})

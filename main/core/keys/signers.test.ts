import { describe, expect, it } from 'vitest'
import { keysLab } from '../../../test/helpers/keys-lab.js'

const spec = { type: 'ed25519' as const }
const data = Buffer.from('data')

async function withSigner() {
  const lab = keysLab()
  const { id } = await lab.keys.generate({ name: 'deploy', spec }, {})
  return { ...lab, id, signer: await lab.keys.openSigner(id) }
}

describe('open signers', () => {
  it('are closed when the vault locks, and say so', async () => {
    const { vault, keys, id, signer } = await withSigner()
    const second = await keys.openSigner(id)
    vault.lock()
    for (const one of [signer, second])
      await expect(one.sign(data)).rejects.toMatchObject({ code: 'vault-locked' })
    vault.unlock()
    await expect(signer.sign(data)).rejects.toThrow('closed')
    expect(await (await keys.openSigner(id)).sign(data)).toHaveLength(64)
  })

  it('are not made of a secret that arrives after the lock', async () => {
    const { vault, keys, secrets, id } = await withSigner()
    const get = secrets.get
    const handedOut: Uint8Array[] = []
    secrets.get = async (name) => {
      const secret = await get(name)
      if (secret !== null) handedOut.push(secret)
      vault.lock()
      return secret
    }
    await expect(keys.openSigner(id)).rejects.toMatchObject({ code: 'vault-locked' })
    expect(handedOut[0]?.every((byte) => byte === 0)).toBe(true)
  })

  it('are closed when their key pair goes into the bin, from which none is opened', async () => {
    const { keys, id, signer } = await withSigner()
    const { id: otherId } = await keys.generate({ name: 'other', spec }, {})
    const other = await keys.openSigner(otherId)
    await keys.setState({ id, state: 'bin' }, {})
    for (const attempt of [signer.sign(data), keys.openSigner(id)])
      await expect(attempt).rejects.toMatchObject({
        code: 'key-in-bin',
        message: expect.stringContaining('deploy'),
      })
    expect(await other.sign(data)).toHaveLength(64)
    await keys.setState({ id, state: 'active' }, {})
    expect(await (await keys.openSigner(id)).sign(data)).toHaveLength(64)
  })

  it('are opened of archived key pairs too', async () => {
    const { keys, id } = await withSigner()
    await keys.setState({ id, state: 'archived' }, {})
    expect(await (await keys.openSigner(id)).sign(data)).toHaveLength(64)
  })
})

import { describe, expect, it, vi } from 'vitest'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { opensshFile } from '../../../test/helpers/openssh-file.js'

function setUp() {
  const { vault, ...lab } = keysLab()
  return { ...lab, lock: vault.lock }
}

const ed25519 = freshKey('ed25519')
const text = opensshFile(ed25519, { comment: 'ada@laptop' })
const source = { kind: 'text' as const, text }
const spec = { type: 'ed25519' as const }

describe('names', () => {
  it('are taken whatever their capitals', async () => {
    const { keys } = setUp()
    await keys.generate({ name: 'Deploy', spec }, {})
    for (const attempt of [
      keys.generate({ name: 'deploy', spec }, {}),
      keys.import({ source, name: 'DEPLOY' }, {}),
    ])
      await expect(attempt).rejects.toMatchObject({
        code: 'key-name-taken',
        message: expect.stringContaining('Deploy'),
      })
    expect(await keys.list(undefined, {})).toHaveLength(1)
  })

  it('can be changed, also in their capitals only, and not to a taken one', async () => {
    const { keys } = setUp()
    const { id } = await keys.generate({ name: 'deploy', spec }, {})
    await keys.generate({ name: 'other', spec }, {})
    expect(await keys.update({ id, name: 'Deploy' }, {})).toMatchObject({ id, name: 'Deploy' })
    await expect(keys.update({ id, name: 'OTHER' }, {})).rejects.toMatchObject({ code: 'key-name-taken' })
    await expect(keys.update({ id: 'none', name: 'x' }, {})).rejects.toMatchObject({ code: 'key-not-found' })
  })
})

it('a key pair is made nowhere else while the vault does not answer', async () => {
  const { keys, secrets } = setUp()
  const make = vi.fn(async () => Buffer.from(text))
  vi.spyOn(secrets, 'get').mockRejectedValueOnce(new Error('locked'))
  await expect(keys.adopt({ name: 'cloud', description: '' }, make)).rejects.toThrow('locked')
  expect(make).not.toHaveBeenCalled()
  expect(await keys.adopt({ name: 'cloud', description: '' }, make)).toMatchObject({ name: 'cloud' })
})

describe('deleting', () => {
  it('takes the name typed as it stands, and then both halves are gone', async () => {
    const { keys, secrets } = setUp()
    const { id } = await keys.generate({ name: 'Deploy', spec }, {})
    await expect(keys.delete({ id, name: 'Deploy' }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    await keys.setState({ id, state: 'bin' }, {})
    await expect(keys.delete({ id, name: 'deploy' }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    expect(secrets.held()).toHaveLength(1)
    await keys.delete({ id, name: 'Deploy' }, {})
    expect(await keys.list(undefined, {})).toEqual([])
    expect(secrets.held()).toEqual([])
    await expect(keys.delete({ id, name: 'Deploy' }, {})).rejects.toMatchObject({ code: 'key-not-found' })
  })

  it('does not begin while a binding is putting it on an instance', async () => {
    const { keys, profile, secrets } = setUp()
    const { id } = await keys.generate({ name: 'deploy', spec }, {})
    const startedAt = '2026-01-01T00:00:00.000Z'
    const under = { id: 'b', action: 'bind', keyId: id, startedAt, step: 'reset', stoppedByUs: true } as const
    const entry = { ...under, instanceId: 'a/1', instanceName: 'web-1' }
    await profile.update((now) => ({ ...now, bindingJournal: [entry] }))
    const refusal = keys.setState({ id, state: 'bin' }, {})
    await expect(refusal).rejects.toMatchObject({ code: 'binding-running' })
    expect(secrets.held()).toEqual([`key/${id}`])
    await profile.update((now) => ({ ...now, bindingJournal: [] }))
    expect(await keys.setState({ id, state: 'bin' }, {})).toMatchObject({ state: 'bin' })
  })
})

describe('a locked vault', () => {
  it('still lists, and makes, imports, deletes and signs nothing', async () => {
    const { keys, lock } = setUp()
    const { id } = await keys.generate({ name: 'deploy', spec }, {})
    const { id: binned } = await keys.generate({ name: 'old', spec }, {})
    await keys.setState({ id: binned, state: 'bin' }, {})
    lock()
    expect(await keys.list(undefined, {})).toHaveLength(2)
    for (const attempt of [
      () => keys.generate({ name: 'new', spec }, {}),
      () => keys.import({ source, name: 'new' }, {}),
      () => keys.setState({ id, state: 'bin' }, {}),
      () => keys.delete({ id: binned, name: 'old' }, {}),
      () => keys.openSigner(id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'vault-locked' })
    expect(await keys.list(undefined, {})).toHaveLength(2)
  })
})

describe('a signer', () => {
  it('signs until it is closed', async () => {
    const { keys } = setUp()
    const { id, fingerprint } = await keys.generate({ name: 'deploy', spec }, {})
    const signer = await keys.openSigner(id)
    expect(signer).toMatchObject({ keyId: id, fingerprint, type: 'ssh-ed25519' })
    expect(await signer.sign(Buffer.from('data'))).toHaveLength(64)
    signer.close()
    await expect(signer.sign(Buffer.from('data'))).rejects.toThrow('closed')
  })

  it('is refused where the vault has lost the secret, or has another one or garbage', async () => {
    const { keys, secrets } = setUp()
    const { id } = await keys.generate({ name: 'deploy', spec }, {})
    await secrets.set(`key/${id}`, ed25519.export({ type: 'pkcs8', format: 'der' }))
    await expect(keys.openSigner(id)).rejects.toMatchObject({ code: 'key-damaged' })
    await secrets.set(`key/${id}`, Buffer.from('garbage'))
    await expect(keys.openSigner(id)).rejects.toMatchObject({ code: 'key-damaged' })
    await secrets.delete(`key/${id}`)
    await expect(keys.openSigner(id)).rejects.toMatchObject({ code: 'secret-missing' })
    await expect(keys.openSigner('none')).rejects.toMatchObject({ code: 'key-not-found' })
  })
})

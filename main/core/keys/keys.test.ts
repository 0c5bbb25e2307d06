import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KeyPair } from '../../../contract/keys.js'
import { fakeVault } from '../../../test/helpers/fake-vault.js'
import { memoryFolders } from '../../../test/helpers/memory-folders.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { opensshFile } from '../../../test/helpers/openssh-file.js'
import type { Ports } from '../ports.js'
import { createKeys } from './keys.js'
import { blobFromKey, fingerprintMd5, fingerprintSha256, publicKeyLine } from './public-key.js'

function setUp(readUserFile?: Ports['readUserFile']) {
  const createdAt = '2026-01-01T00:00:00.000Z'
  const profile = memoryProfileStore({ vault: { backend: 'keychain', createdAt } })
  const log = testLog()
  const vault = fakeVault()
  const ports = {
    profile,
    clock: testClock(),
    log,
    ...memoryFolders(),
    ...(readUserFile && { readUserFile }),
  }
  const keys = createKeys({ ports, vault })
  return { keys, secrets: vault.store, profile, log, lock: vault.lock }
}

const ed25519 = generateKeyPairSync('ed25519').privateKey
const blob = blobFromKey(ed25519)
const text = opensshFile(ed25519, { comment: 'ada@laptop' })
const source = { kind: 'text' as const, text }
const spec = { type: 'ed25519' as const }

describe('importing', () => {
  it('stores the private half in the vault and shows everything but it', async () => {
    const { keys, secrets } = setUp()
    const key = await keys.import({ source, name: 'laptop' }, {})
    expect(KeyPair.parse(key)).toEqual({
      id: key.id,
      name: 'laptop',
      type: 'ed25519',
      bits: 256,
      fingerprint: fingerprintSha256(blob),
      fingerprintMd5: fingerprintMd5(blob),
      publicKey: publicKeyLine(blob, 'ada@laptop'),
      comment: 'ada@laptop',
      description: '',
      tags: [],
      expiresOn: null,
      lastUsedAt: null,
      state: 'active',
      stateSince: null,
      purgeAt: null,
      origin: 'imported',
      createdAt: '2026-01-01T00:00:00.000Z',
      storedIn: 'keychain',
    })
    expect(await keys.list(undefined, {})).toEqual([key])
    expect(secrets.names()).toEqual([`key/${key.id}`])
    const pkcs8 = ed25519.export({ type: 'pkcs8', format: 'der' })
    expect(Buffer.from((await secrets.get(`key/${key.id}`)) ?? [])).toEqual(pkcs8)
  })

  it('refuses the same public key twice and names the key pair that it is', async () => {
    const { keys, secrets } = setUp()
    const { id } = await keys.import({ source, name: 'laptop' }, {})
    await expect(keys.import({ source, name: 'again' }, {})).rejects.toMatchObject({
      code: 'key-already-known',
      message: expect.stringContaining('laptop'),
    })
    expect(secrets.names()).toEqual([`key/${id}`])
    expect(await keys.inspect({ source }, {})).toMatchObject([{ knownAs: { id, name: 'laptop' } }])
  })

  it('refuses it also when both come at once', async () => {
    const { keys } = setUp()
    const both = await Promise.allSettled([
      keys.import({ source, name: 'one' }, {}),
      keys.import({ source, name: 'two' }, {}),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await keys.list(undefined, {})).toHaveLength(1)
  })

  it('that fails changes nothing', async () => {
    const { keys, secrets, profile } = setUp()
    const before = profile.read()
    await expect(keys.import({ source: { kind: 'text', text: 'x' }, name: 'n' }, {})).rejects.toThrow()
    expect(profile.read()).toEqual(before)
    expect(secrets.names()).toEqual([])
  })

  it('reads a file where the host can, and wipes what it read', async () => {
    const file = Buffer.from(text)
    const { keys } = setUp(async () => file)
    const source = { kind: 'file' as const, path: '/home/ada/.ssh/id' }
    expect(await keys.inspect({ source }, {})).toMatchObject([
      { key: { fingerprint: fingerprintSha256(blob) } },
    ])
    expect(file.every((byte) => byte === 0)).toBe(true)
  })

  it('says that a browser tab can not read paths, and why a file can not be read', async () => {
    const path = { kind: 'file' as const, path: '/home/ada/.ssh/id' }
    await expect(setUp().keys.inspect({ source: path }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    const refusing = setUp(async () => {
      throw new Error('EACCES')
    })
    await expect(refusing.keys.inspect({ source: path }, {})).rejects.toMatchObject({
      code: 'key-unreadable',
      message: expect.stringContaining('/home/ada/.ssh/id'),
    })
    const huge = setUp(async () => new Uint8Array(2_000_000))
    await expect(huge.keys.inspect({ source: path }, {})).rejects.toMatchObject({ code: 'key-unreadable' })
  })

  it('logs no private half, no comment and no passphrase', async () => {
    const { keys, log } = setUp()
    await keys.import({ source, name: 'laptop', passphrase: 'hush-hush' }, {})
    const logged = JSON.stringify(log.lines)
    expect(logged).toContain('key.stored')
    for (const secret of [text.split('\n')[3] ?? text, 'hush-hush']) expect(logged).not.toContain(secret)
  })
})

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

describe('deleting', () => {
  it('takes the name typed as it stands, and then both halves are gone', async () => {
    const { keys, secrets } = setUp()
    const { id } = await keys.generate({ name: 'Deploy', spec }, {})
    await expect(keys.delete({ id, name: 'Deploy' }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    await keys.setState({ id, state: 'bin' }, {})
    await expect(keys.delete({ id, name: 'deploy' }, {})).rejects.toMatchObject({ code: 'input-invalid' })
    expect(secrets.names()).toHaveLength(1)
    await keys.delete({ id, name: 'Deploy' }, {})
    expect(await keys.list(undefined, {})).toEqual([])
    expect(secrets.names()).toEqual([])
    await expect(keys.delete({ id, name: 'Deploy' }, {})).rejects.toMatchObject({ code: 'key-not-found' })
  })

  it('does not begin while a binding is putting it on an instance', async () => {
    const { keys, profile, secrets } = setUp()
    const { id } = await keys.generate({ name: 'deploy', spec }, {})
    const startedAt = '2026-01-01T00:00:00.000Z'
    const under = { id: 'b', keyId: id, startedAt, step: 'reset', stoppedByUs: true } as const
    const entry = { ...under, instanceId: 'a/1', instanceName: 'web-1' }
    await profile.update((now) => ({ ...now, bindingJournal: [entry] }))
    const refusal = keys.setState({ id, state: 'bin' }, {})
    await expect(refusal).rejects.toMatchObject({ code: 'binding-running' })
    expect(secrets.names()).toEqual([`key/${id}`])
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

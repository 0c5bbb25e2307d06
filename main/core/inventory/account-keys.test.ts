import { describe, expect, it } from 'vitest'
import { createFakeCloud, fakeAdapter } from '../../../test/helpers/fake-cloud.js'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { publicKeyOf } from '../../../test/helpers/key-records.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import type { Cloud, CloudKeyEntry } from '../clouds/cloud.js'
import { blobFromKey, fingerprintMd5, publicKeyLine } from '../keys/public-key.js'
import { LatchkeyError } from '../lib/error.js'
import { createAccounts } from './accounts.js'

async function setUp(parts: Partial<Cloud> = {}) {
  const lab = keysLab()
  const cloud = { ...createFakeCloud(), ...parts }
  const adapters = [fakeAdapter(() => cloud)]
  const accounts = createAccounts({ ports: lab, vault: lab.vault, keys: lab.keys, adapters })
  const values = { endpoint: 'https://cloud.example', secretKey: 's' }
  const { id } = await accounts.add({ kind: 'cloudstack', name: 'Work', values }, {})
  cloud.calls.length = 0
  return { ...lab, cloud, accounts, id }
}

const key = { name: 'deploy', region: null, cloudKeyId: 'kp-1' }

it('tells the key itself where the cloud gives it', async () => {
  const [, blob = ''] = publicKeyOf(0).split(' ')
  const entry: CloudKeyEntry = { ...key, blob, fingerprintMd5: null, description: 'old' }
  const { accounts, id } = await setUp({ listKeys: async () => [entry] })
  const publicKey = publicKeyLine(Buffer.from(blob, 'base64'), 'deploy')
  expect(await accounts.keys({ id }, {})).toEqual([
    { ...key, publicKey, fingerprintMd5: null, description: 'old', keyId: null },
  ])
})

describe('renaming and describing a key of an account', () => {
  it('is done by the cloud where it can', async () => {
    const done: unknown[] = []
    const { accounts, id } = await setUp({
      renameKey: async (...asked) => void done.push(asked.slice(0, 2)),
      describeKey: async (...asked) => void done.push(asked.slice(0, 2)),
    })
    await accounts.renameKey({ id, key, name: 'web' }, {})
    await accounts.describeKey({ id, key, description: 'of the web' }, {})
    expect(done).toEqual([
      [key, 'web'],
      [key, 'of the web'],
    ])
  })

  it('is refused where it can not, and for a name that it does not take', async () => {
    const without = await setUp()
    const renamed = without.accounts.renameKey({ id: without.id, key, name: 'web' }, {})
    await expect(renamed).rejects.toMatchObject({ code: 'input-invalid' })
    const { accounts, id } = await setUp({ renameKey: () => Promise.reject(new Error('was asked')) })
    await expect(accounts.renameKey({ id, key, name: 'a,b' }, {})).rejects.toMatchObject({
      info: { code: 'input-invalid', advice: '"a-b" would do, for example.' },
    })
  })
})

it('deletes a key, and hands on why the cloud keeps it', async () => {
  const { accounts, cloud, id } = await setUp()
  cloud.keys.set('deploy', publicKeyOf(0))
  cloud.failNext('deleteKey', new LatchkeyError('cloud-key-in-use', 'web-1 has it.'))
  await expect(accounts.deleteKey({ id, key }, {})).rejects.toMatchObject({ code: 'cloud-key-in-use' })
  await accounts.deleteKey({ id, key }, {})
  expect([...cloud.keys]).toEqual([])
})

it('proposes for each account the name that its cloud would take', async () => {
  const { accounts, id } = await setUp()
  expect(await accounts.keyNames({ accountIds: [id, 'gone'], name: 'a,b' }, {})).toEqual([
    { accountId: id, name: 'a-b' },
    { accountId: 'gone', name: null },
  ])
})

describe('a key pair that the cloud makes', () => {
  const made = freshKey('ed25519')
  const pem = () => Buffer.from(made.export({ type: 'pkcs8', format: 'pem' }))
  const making = async () => {
    const handedOut: Uint8Array[] = []
    const lab = await setUp()
    lab.cloud.createKey = async (name) => {
      lab.cloud.keys.set(name, publicKeyLine(blobFromKey(made), name))
      handedOut.push(pem())
      return handedOut[0] ?? Buffer.alloc(0)
    }
    return { ...lab, handedOut }
  }

  it('goes straight into the vault, says where it came from, and is wiped elsewhere', async () => {
    const { accounts, keys, id, handedOut } = await making()
    const { keyId, cloudName } = await accounts.createKey({ id, name: 'a,b' }, {})
    expect(cloudName).toBe('a-b')
    const [stored] = await keys.list(undefined, {})
    expect(stored).toMatchObject({ id: keyId, name: 'a,b', origin: 'generated' })
    expect(stored?.description).toContain('came over the network')
    expect(await accounts.keys({ id }, {})).toMatchObject([{ name: 'a-b', keyId }])
    expect(Buffer.from(handedOut[0] ?? [1]).every((byte) => byte === 0)).toBe(true)
    const signer = await keys.openSigner(keyId)
    expect(Buffer.from(signer.publicBlob)).toEqual(blobFromKey(made))
    signer.close()
  })

  it('is not asked for under a name that the vault has', async () => {
    const { accounts, keys, cloud, id } = await making()
    await keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
    await expect(accounts.createKey({ id, name: 'WEB' }, {})).rejects.toMatchObject({
      code: 'key-name-taken',
    })
    expect([...cloud.keys]).toEqual([])
  })

  it('does not stay in the cloud where the vault could not take it', async () => {
    const { accounts, keys, cloud, secrets, id, handedOut } = await making()
    secrets.set = () => Promise.reject(new LatchkeyError('keychain-locked', 'Locked.'))
    await expect(accounts.createKey({ id, name: 'web' }, {})).rejects.toMatchObject({
      code: 'keychain-locked',
    })
    expect([...cloud.keys]).toEqual([])
    expect(await keys.list(undefined, {})).toEqual([])
    expect(Buffer.from(handedOut[0] ?? [1]).every((byte) => byte === 0)).toBe(true)
  })

  it('goes from each region that has it, and another key of its name stays', async () => {
    const { accounts, cloud, secrets, id } = await making()
    const of = (region: string, key: Buffer): CloudKeyEntry => {
      const fingerprint = { blob: null, fingerprintMd5: fingerprintMd5(key) }
      return { name: 'web', region, cloudKeyId: null, description: null, ...fingerprint }
    }
    const other = blobFromKey(freshKey('ed25519'))
    const entries = [of('Oslo', blobFromKey(made)), of('Mumbai', blobFromKey(made)), of('Since', other)]
    cloud.listKeys = async () => entries
    const deleted: (string | null)[] = []
    cloud.deleteKey = async ({ region }) => void deleted.push(region)
    secrets.set = () => Promise.reject(new LatchkeyError('keychain-locked', 'Locked.'))
    await expect(accounts.createKey({ id, name: 'web' }, {})).rejects.toMatchObject({
      code: 'keychain-locked',
    })
    expect(deleted).toEqual(['Oslo', 'Mumbai'])
  })

  it('is left alone where it can not be told from others', async () => {
    const { accounts, cloud, id } = await making()
    const nonsense = Buffer.from('no key at all')
    cloud.createKey = async (name) => {
      cloud.keys.set(name, publicKeyOf(0))
      return nonsense
    }
    await expect(accounts.createKey({ id, name: 'web' }, {})).rejects.toMatchObject({
      code: 'key-unreadable',
    })
    expect([...cloud.keys.keys()]).toEqual(['web'])
    expect(nonsense.every((byte) => byte === 0)).toBe(true)
  })

  it('is refused by an account whose cloud makes none', async () => {
    const { accounts, id } = await setUp()
    await expect(accounts.createKey({ id, name: 'web' }, {})).rejects.toMatchObject({ code: 'input-invalid' })
  })
})

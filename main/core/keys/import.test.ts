import type { KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KeyNotes, KeyPair } from '../../../contract/keys.js'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { memorySshFolder } from '../../../test/helpers/memory-folders.js'
import { opensshFile } from '../../../test/helpers/openssh-file.js'
import type { Ports } from '../ports.js'
import { blobFromKey, fingerprintMd5, fingerprintSha256, publicKeyLine } from './public-key.js'

function setUp(readUserFile?: Ports['readUserFile']) {
  const { vault, ...lab } = keysLab(readUserFile && { readUserFile })
  return { ...lab, lock: vault.lock }
}

const ed25519 = freshKey('ed25519')
const blob = blobFromKey(ed25519)
const text = opensshFile(ed25519, { comment: 'ada@laptop' })
const source = { kind: 'text' as const, text }

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
    expect(secrets.held()).toEqual([`key/${key.id}`])
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
    expect(secrets.held()).toEqual([`key/${id}`])
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

  it('that is cancelled stores nothing', async () => {
    const { keys, secrets } = setUp()
    const signal = AbortSignal.abort()
    await expect(keys.import({ source, name: 'laptop' }, { signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(await keys.list(undefined, {})).toEqual([])
    expect(secrets.held()).toEqual([])
  })

  it('that fails changes nothing', async () => {
    const { keys, secrets, profile } = setUp()
    const before = profile.read()
    await expect(keys.import({ source: { kind: 'text', text: 'x' }, name: 'n' }, {})).rejects.toThrow()
    expect(profile.read()).toEqual(before)
    expect(secrets.held()).toEqual([])
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

describe('a source of several keys', () => {
  const other = freshKey('P-256')
  const several = [publicKeyLine(blobFromKey(freshKey('ed25519')), 'bo@desk'), text, opensshFile(other)].join(
    '\n',
  )
  const from = { kind: 'text' as const, text: several }

  it('is shown whole and stored part by part', async () => {
    const { keys } = setUp()
    const found = await keys.inspect({ source: from }, {})
    expect(found.map(({ part, state, key }) => [part, state, key?.type])).toEqual([
      [0, 'public', 'ed25519'],
      [1, 'key', 'ed25519'],
      [2, 'key', 'ecdsa'],
    ])
    const stored = await keys.import({ source: from, part: 2, name: 'third' }, {})
    expect(stored.fingerprint).toBe(fingerprintSha256(blobFromKey(other)))
    expect(await keys.list(undefined, {})).toEqual([stored])
    await expect(keys.import({ source: from, part: 3, name: 'fourth' }, {})).rejects.toMatchObject({
      code: 'key-unreadable',
    })
  })

  it('shows what can not be taken beside the others, and alone fails with the reason', async () => {
    const { keys } = setUp()
    const dsa = '-----BEGIN DSA PRIVATE KEY-----\nMIIBugIBAAKBgQ==\n-----END DSA PRIVATE KEY-----\n'
    const mixed = { kind: 'text' as const, text: `${dsa}${text}` }
    expect(await keys.inspect({ source: mixed }, {})).toMatchObject([
      { state: 'refused', key: null, knownAs: null, problem: { code: 'key-type-unsupported' } },
      { state: 'key' },
    ])
    const alone = { source: { kind: 'text' as const, text: dsa } }
    for (const attempt of [keys.inspect(alone, {}), keys.import({ ...alone, name: 'x' }, {})])
      await expect(attempt).rejects.toMatchObject({ code: 'key-type-unsupported' })
  })

  it('opens only the part that the passphrase is for', async () => {
    const { keys } = setUp()
    const passphrase = 'correct horse'
    const locked = encrypted(freshKey('ed25519'), passphrase)
    const both = { kind: 'text' as const, text: `${encrypted(ed25519, passphrase)}\n${locked}` }
    const states = async (part?: number) =>
      (await keys.inspect({ source: both, ...(part !== undefined && { part, passphrase }) }, {})).map(
        ({ state }) => state,
      )
    expect(await states()).toEqual(['encrypted', 'encrypted'])
    expect(await states(1)).toEqual(['encrypted', 'key'])
    const input = { source: both, part: 0, name: 'first' }
    await expect(keys.import(input, {})).rejects.toMatchObject({ code: 'passphrase-needed' })
    await expect(keys.import({ ...input, passphrase: 'wrong' }, {})).rejects.toMatchObject({
      code: 'passphrase-wrong',
    })
    expect(await keys.import({ ...input, passphrase }, {})).toMatchObject({
      fingerprint: fingerprintSha256(blob),
    })
  })
})

describe('notes', () => {
  it('are stored with a key, and the comment given goes before its own', async () => {
    const { keys } = setUp()
    const notes = {
      description: 'for ada',
      tags: ['prod', 'web', 'prod'],
      comment: 'ada@new',
      expiresOn: '2027-01-01',
    }
    expect(await keys.import({ source, name: 'laptop', notes }, {})).toMatchObject({
      ...notes,
      tags: ['prod', 'web'],
      publicKey: publicKeyLine(blob, 'ada@new'),
    })
  })
})

describe('a comment that a file brings', () => {
  it('is one that the user could have written: on one line, of bounded length, in one direction', async () => {
    const { keys } = setUp()
    const comment = `ada\n@\u202egnirts${'x'.repeat(600)}`
    const from = { kind: 'text' as const, text: opensshFile(ed25519, { comment }) }
    const stored = await keys.import({ source: from, name: 'laptop' }, {})
    expect(KeyNotes.shape.comment.parse(stored.comment)).toMatch(/^ada @ gnirtsx+$/)
    expect(stored.publicKey).toMatch(/ ada @ gnirtsx+$/)
  })
})

describe('a public key alone', () => {
  const publicLine = { kind: 'text' as const, text: publicKeyLine(blob, 'ada@public') }

  it('becomes an entry that can not sign', async () => {
    const { keys, secrets } = setUp()
    expect(await keys.inspect({ source: publicLine }, {})).toMatchObject([{ state: 'public', knownAs: null }])
    const entry = await keys.import({ source: publicLine, name: 'colleague' }, {})
    expect(KeyPair.parse(entry)).toMatchObject({ storedIn: null, comment: 'ada@public', origin: 'imported' })
    expect(secrets.held()).toEqual([])
    await expect(keys.openSigner(entry.id)).rejects.toMatchObject({ code: 'key-public-only' })
    expect(keys.publicKeyLine(entry.id)).toBe(publicLine.text)
  })

  it('is completed by its private half, and keeps name, notes and archive', async () => {
    const { keys, secrets } = setUp()
    const notes = { description: 'the laptop', tags: ['own'] }
    const { id } = await keys.import({ source: publicLine, name: 'colleague', notes }, {})
    const archived = await keys.setState({ id, state: 'archived' }, {})
    expect(await keys.inspect({ source }, {})).toMatchObject([
      { knownAs: { id, hasPrivate: false, state: 'archived' } },
    ])
    const given = { name: 'another', notes: { description: 'other', comment: 'other' } }
    const whole = await keys.import({ source, ...given }, {})
    expect(whole).toEqual({ ...archived, storedIn: 'keychain' })
    expect(secrets.held()).toEqual([`key/${id}`])
    const signer = await keys.openSigner(id)
    expect(await signer.sign(Buffer.from('data'))).toHaveLength(64)
    expect(await keys.list(undefined, {})).toHaveLength(1)
  })

  it('is known also where the private half is there, or where it waits in the bin', async () => {
    const { keys } = setUp()
    const { id } = await keys.import({ source: publicLine, name: 'colleague' }, {})
    await keys.setState({ id, state: 'bin' }, {})
    for (const again of [publicLine, source])
      await expect(keys.import({ source: again, name: 'again' }, {})).rejects.toMatchObject({
        code: 'key-already-known',
        message: expect.stringContaining('colleague, in the bin'),
      })
    await keys.setState({ id, state: 'active' }, {})
    await keys.import({ source, name: 'again' }, {})
    await expect(keys.import({ source: publicLine, name: 'again' }, {})).rejects.toMatchObject({
      code: 'key-already-known',
    })
  })

  it('stays what it was when the vault can not take its private half, and can be completed later', async () => {
    const { keys, secrets, profile } = setUp()
    const entry = await keys.import({ source: publicLine, name: 'colleague' }, {})
    const set = secrets.set
    secrets.set = () => Promise.reject(new Error('The keychain is full.'))
    await expect(keys.import({ source, name: 'x' }, {})).rejects.toThrow('full')
    expect(await keys.list(undefined, {})).toEqual([entry])
    expect(profile.read().keys).toMatchObject([{ phase: 'stored' }])
    secrets.set = set
    expect(await keys.import({ source, name: 'x' }, {})).toEqual({ ...entry, storedIn: 'keychain' })
  })
})

describe('a file of the SSH folder', () => {
  it('is taken by its name, and no name leads out of the folder', async () => {
    const { keys } = keysLab({ sshFolder: memorySshFolder({ id_ed25519: text }) })
    const scanned = (name: string) => ({ source: { kind: 'scanned' as const, name } })
    expect(await keys.inspect(scanned('id_ed25519'), {})).toMatchObject([{ state: 'key' }])
    await expect(keys.inspect(scanned('gone'), {})).rejects.toMatchObject({ code: 'key-unreadable' })
    for (const name of ['..', '.', '../id_ed25519', '/etc/passwd', 'sub/id', '..\\id', 'id\0'])
      await expect(keys.inspect(scanned(name), {})).rejects.toMatchObject({ code: 'input-invalid' })
  })
})

function encrypted(key: KeyObject, passphrase: string): string {
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString()
}

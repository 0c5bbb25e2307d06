import { describe, expect, it } from 'vitest'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { memoryExports } from '../../../test/helpers/memory-folders.js'
import type { ExportTarget } from '../ports.js'
import { readKeys } from './formats/read-keys.js'

const PASSPHRASE = 'correct horse'
const to = { format: 'openssh', folder: 'ssh', fileName: 'id_deploy' } as const
const FILE = '/home/ada/.ssh/id_deploy'

async function setUp(exports: ExportTarget & { files: Map<string, Buffer> } = memoryExports()) {
  const lab = keysLab({ exports })
  const key = await lab.keys.generate(
    { name: 'Deploy', spec: { type: 'ed25519' }, notes: { comment: 'ada' } },
    {},
  )
  return { ...lab, key, id: key.id, files: exports.files }
}

describe('a private key leaves the vault', () => {
  it('as a file that its passphrase opens, and the vault keeps it', async () => {
    const { keys, key, id, files, secrets, log } = await setUp()
    expect(await keys.export({ id, ...to, passphrase: PASSPHRASE }, {})).toEqual({ path: FILE })
    const file = files.get(FILE) ?? Buffer.alloc(0)
    const [found] = await readKeys(file, { part: 0, passphrase: Buffer.from(PASSPHRASE) })
    expect(found).toMatchObject({ state: 'key', comment: 'ada' })
    expect(found?.state === 'key' && found.proven.blob.toString('base64')).toBe(key.publicKey.split(' ')[1])
    expect(secrets.held()).toEqual([`key/${id}`])
    expect(log.lines.at(-1)).toMatchObject({
      event: 'key.exported',
      facts: { id, format: 'openssh', encrypted: true, path: FILE },
    })
    expect(JSON.stringify(log.lines)).not.toContain(PASSPHRASE)
  })

  it('in plain text by its name typed', async () => {
    const { keys, id, files } = await setUp()
    await keys.export({ id, ...to, unprotected: 'Deploy' }, {})
    expect(await readKeys(files.get(FILE) ?? Buffer.alloc(0), null)).toMatchObject([{ state: 'key' }])
  })

  it('archived too', async () => {
    const { keys, id } = await setUp()
    await keys.setState({ id, state: 'archived' }, {})
    await expect(keys.export({ id, ...to, passphrase: PASSPHRASE }, {})).resolves.toEqual({ path: FILE })
  })
})

describe('nothing is written', () => {
  it.each([
    ['without a passphrase', {}, 'passphrase-needed'],
    ['with an empty passphrase', { passphrase: '' }, 'passphrase-needed'],
    ['in plain text by another name', { unprotected: 'deploy' }, 'passphrase-needed'],
    ['with a short passphrase', { passphrase: '1234567' }, 'passphrase-weak'],
    ['with a short passphrase of long characters', { passphrase: '🔑🔑🔑🔑' }, 'passphrase-weak'],
    ['with a line break in the passphrase', { passphrase: 'correct\nhorse' }, 'input-invalid'],
    ['with more than prompts take', { passphrase: 'é'.repeat(600) }, 'input-invalid'],
  ])('%s', async (_how, protection, code) => {
    const { keys, id, files } = await setUp()
    const attempt = keys.export({ id, ...to, ...protection }, {})
    await expect(attempt).rejects.toMatchObject({ code, info: { advice: expect.any(String) } })
    expect(files.size).toBe(0)
  })

  it('of a key pair in the bin', async () => {
    const { keys, id, files } = await setUp()
    await keys.setState({ id, state: 'bin' }, {})
    const attempt = keys.export({ id, ...to, passphrase: PASSPHRASE }, {})
    await expect(attempt).rejects.toMatchObject({ code: 'key-in-bin' })
    expect(files.size).toBe(0)
  })

  it('of a public half alone', async () => {
    const { keys, key, files } = await setUp()
    const other = keysLab({ exports: memoryExports() }).keys
    const { id } = await other.import({ source: { kind: 'text', text: key.publicKey }, name: 'theirs' }, {})
    const attempt = other.export({ id, ...to, unprotected: 'theirs' }, {})
    await expect(attempt).rejects.toMatchObject({ code: 'key-public-only' })
    expect(await keys.list(undefined, {})).toHaveLength(1)
    expect(files.size).toBe(0)
  })

  it('of what is not there', async () => {
    const { keys } = await setUp()
    const attempt = keys.export({ id: 'none', ...to, passphrase: PASSPHRASE }, {})
    await expect(attempt).rejects.toMatchObject({ code: 'key-not-found' })
  })

  it('of a private half that belongs to another public key', async () => {
    const { keys, id, files, secrets } = await setUp()
    const second = await keys.generate({ name: 'second', spec: { type: 'ed25519' } }, {})
    await secrets.set(`key/${id}`, (await secrets.get(`key/${second.id}`)) ?? Buffer.alloc(0))
    const attempt = keys.export({ id, ...to, passphrase: PASSPHRASE }, {})
    await expect(attempt).rejects.toMatchObject({ code: 'key-damaged' })
    expect(files.size).toBe(0)
  })

  it('once the vault has been locked meanwhile, or the user has gone', async () => {
    const { keys, id, files, vault } = await setUp()
    const cancel = new AbortController()
    const cancelled = keys.export({ id, ...to, passphrase: PASSPHRASE }, { signal: cancel.signal })
    cancel.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const late = keys.export({ id, ...to, passphrase: PASSPHRASE }, {})
    vault.lock()
    await expect(late).rejects.toMatchObject({ code: 'vault-locked' })
    expect(files.size).toBe(0)
  })

  it('and the copy in memory is wiped where the file can not be written', async () => {
    let given: Uint8Array = Buffer.alloc(0)
    const write = async (_folder: string, _name: string, content: Uint8Array) => {
      given = content
      throw new Error('the disk is full')
    }
    const { keys, id } = await setUp({ ...memoryExports(), write })
    await expect(keys.export({ id, ...to, passphrase: PASSPHRASE }, {})).rejects.toThrow('full')
    expect(given.length).toBeGreaterThan(300)
    expect(given.every((byte) => byte === 0)).toBe(true)
  })
})

describe('a public key is given', () => {
  it('in each of its forms', async () => {
    const { keys, key, id } = await setUp()
    expect(await keys.publicKey({ id, format: 'openssh' }, {})).toBe(key.publicKey)
    const text = await keys.publicKey({ id, format: 'rfc4716' }, {})
    expect(text).toMatch(
      /^---- BEGIN SSH2 PUBLIC KEY ----\nComment: "ada"\n.{68}\n---- END SSH2 PUBLIC KEY ----\n$/,
    )
    expect(await keys.publicKey({ id, format: 'pem' }, {})).toMatch(/^-----BEGIN PUBLIC KEY-----\n/)
  })

  it('in lines of at most 72 bytes, whatever the comment', async () => {
    const { keys, id } = await setUp()
    for (const comment of ['short', 'ключ '.repeat(90), '-'.repeat(400), 'a: b'.repeat(100)]) {
      await keys.update({ id, notes: { comment } }, {})
      const text = await keys.publicKey({ id, format: 'rfc4716' }, {})
      expect(Math.max(...text.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(72)
      expect(await readKeys(Buffer.from(text), null)).toMatchObject([{ state: 'public' }])
    }
  })
})

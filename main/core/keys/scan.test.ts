import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { memorySshFolder } from '../../../test/helpers/memory-folders.js'
import { opensshFile } from '../../../test/helpers/openssh-file.js'
import type { SshFolder } from '../ports.js'
import { blobFromKey, publicKeyLine } from './public-key.js'
import { string } from './ssh-wire.js'

const one = freshKey('ed25519')
const two = freshKey('P-256')
const skBlob = Buffer.concat([
  string('sk-ssh-ed25519@openssh.com'),
  string(Buffer.alloc(32, 1)),
  string('ssh:'),
])
const line = (key = one) => publicKeyLine(blobFromKey(key), 'ada@laptop')

const scan = async (sshFolder: SshFolder) =>
  (await keysLab({ sshFolder, clock: handClock() }).keys.scan(undefined, {})).files
const scanFiles = (files: Record<string, string>) => scan(memorySshFolder(files))
const namesAndStates = (files: Awaited<ReturnType<typeof scan>>) =>
  files.map(({ name, parts, problem }) => [name, problem?.code ?? parts.map(({ state }) => state).join()])

describe('looking through the SSH folder', () => {
  it('lists private keys, and public ones only without their private half beside them', async () => {
    const files = await scanFiles({
      'id_ed25519.pub': line(),
      id_ed25519: opensshFile(one),
      'colleague.pub': line(two),
      'stray-copy.txt': line(),
    })
    expect(namesAndStates(files)).toEqual([
      ['colleague.pub', 'public'],
      ['id_ed25519', 'key'],
    ])
  })

  it('knows a public key by its name where the private file hides its public half', async () => {
    const cipher = { cipher: 'aes-256-cbc', passphrase: 'correct horse' }
    const hidden = one.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString()
    const files = await scanFiles({ work: hidden, 'work.pub': line(), 'other.pub': line(two) })
    expect(namesAndStates(files)).toEqual([
      ['other.pub', 'public'],
      ['work', 'encrypted'],
    ])
  })

  it('tells of a public key that does not belong to the private key of its name', async () => {
    const files = await scanFiles({ id: opensshFile(one), 'id.pub': line(two) })
    expect(namesAndStates(files)).toEqual([
      ['id', 'key'],
      ['id.pub', 'public'],
    ])
  })

  it('leaves out the files that OpenSSH keeps there for other ends', async () => {
    const others = [
      'config',
      'config.bak',
      'known_hosts',
      'known_hosts.old',
      'authorized_keys',
      'authorized_keys2',
    ]
    const files = await scanFiles(
      Object.fromEntries([...others, 'allowed_signers', 'environment', 'rc'].map((name) => [name, line()])),
    )
    expect(files).toEqual([])
  })

  it('leaves out what is no key, unless it is named like one', async () => {
    const files = await scanFiles({
      'notes.txt': 'buy milk',
      'agent.sh': '#!/bin/sh',
      id_rsa: 'nothing',
      'x.pem': '',
    })
    expect(namesAndStates(files)).toEqual([
      ['id_rsa', 'key-unreadable'],
      ['x.pem', 'key-unreadable'],
    ])
  })

  it('names what can not be taken', async () => {
    const sk = publicKeyLine(skBlob, 'yubi')
    const files = await scanFiles({ 'id_ed25519_sk.pub': sk, old: 'PuTTY-User-Key-File-1: ssh-rsa\n' })
    expect(files.map(({ name }) => name)).toContain('id_ed25519_sk.pub')
    const problems = files.flatMap(({ parts, problem }) => [problem, ...parts.map((part) => part.problem)])
    for (const problem of problems.filter((one) => one !== undefined))
      expect(problem).toMatchObject({ code: 'key-type-unsupported', advice: expect.any(String) })
  })

  it('says which key pair of the vault it is', async () => {
    const { keys } = keysLab({ sshFolder: memorySshFolder({ id: opensshFile(one) }), clock: handClock() })
    const { id } = await keys.import({ source: { kind: 'scanned', name: 'id' }, name: 'laptop' }, {})
    expect((await keys.scan(undefined, {})).files).toMatchObject([
      { name: 'id', parts: [{ knownAs: { id, name: 'laptop', hasPrivate: true } }] },
    ])
  })

  it('keeps the number of a part when another is left out, so that the import takes the right one', async () => {
    const both = `${line()}\n${opensshFile(two)}`
    const sshFolder = memorySshFolder({ both, id: opensshFile(one) })
    const { keys } = keysLab({ sshFolder, clock: handClock() })
    const [file] = (await keys.scan(undefined, {})).files
    expect(file).toMatchObject({ name: 'both', parts: [{ part: 1, state: 'key' }] })
    const source = { kind: 'scanned' as const, name: 'both' }
    expect(await keys.import({ source, part: 1, name: 'two' }, {})).toMatchObject({ type: 'ecdsa' })
  })

  it('survives files that can not be read, that are too large or that go away', async () => {
    const folder = memorySshFolder({ id: opensshFile(one) })
    const sizes = [
      { name: 'id', size: 400 },
      { name: 'id_huge', size: 5_000_000_000 },
      { name: 'disk.img', size: 5_000_000_000 },
      { name: 'secret', size: 400 },
    ]
    const files = await scan({ ...folder, list: async () => sizes })
    expect(namesAndStates(files)).toEqual([
      ['id', 'key'],
      ['id_huge', 'key-unreadable'],
      ['secret', 'key-unreadable'],
    ])
  })

  it('says that the folder can not be read, and finds nothing where there is none', async () => {
    const refused = { ...memorySshFolder(), list: () => Promise.reject(new Error('EACCES')) }
    await expect(scan(refused)).rejects.toMatchObject({
      code: 'key-unreadable',
      message: expect.stringContaining('/home/ada/.ssh'),
    })
    expect(await scan(memorySshFolder())).toEqual([])
  })

  it('does not wait for a file that never comes', async () => {
    const folder = memorySshFolder({ a: opensshFile(one), b: opensshFile(two), c: opensshFile(two) })
    const clock = handClock()
    const read = (name: string) => {
      if (name !== 'b') return folder.read(name)
      setImmediate(() => clock.pass(10_000))
      return new Promise<never>(() => undefined)
    }
    const { keys } = keysLab({ sshFolder: { ...folder, read }, clock })
    const { files } = await keys.scan(undefined, {})
    expect(namesAndStates(files)).toEqual([
      ['a', 'key'],
      ['b', 'cancelled'],
      ['c', 'cancelled'],
    ])
    expect(clock.waiting()).toBe(0)
  })

  it('can be cancelled', async () => {
    const never = { ...memorySshFolder({ a: 'x' }), read: () => new Promise<never>(() => undefined) }
    const controller = new AbortController()
    const { keys } = keysLab({ sshFolder: never, clock: handClock() })
    const scanning = keys.scan(undefined, { signal: controller.signal })
    controller.abort()
    await expect(scanning).rejects.toMatchObject({ code: 'cancelled' })
    const hanging = { ...never, list: () => new Promise<never>(() => undefined) }
    const signal = AbortSignal.abort()
    await expect(
      keysLab({ sshFolder: hanging, clock: handClock() }).keys.scan(undefined, { signal }),
    ).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('wipes what it read', async () => {
    const bytes = Buffer.from(opensshFile(one))
    await scan({ ...memorySshFolder({ id: 'x' }), read: async () => bytes })
    expect(bytes.every((byte) => byte === 0)).toBe(true)
  })
})

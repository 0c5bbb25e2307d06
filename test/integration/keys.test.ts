import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerateSpec } from '../../contract/keys.js'
import { createKeys, type KeyRing } from '../../main/core/keys/keys.js'
import { string, uint32 } from '../../main/core/keys/ssh-wire.js'
import type { SecretStore } from '../../main/core/ports.js'
import { fakeVault } from '../helpers/fake-vault.js'
import { memoryFolders } from '../helpers/memory-folders.js'
import { memoryProfileStore, testClock, testLog } from '../helpers/memory-profile.js'
import { opensshMissing } from '../helpers/openssh-client.js'
import { opensshFile } from '../helpers/openssh-file.js'
import { run, runOk } from '../helpers/processes.js'

const PASSPHRASE = 'corrêct horse  battery '

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-keys-'))
})
afterAll(() => rm(dir, { recursive: true }))

function newVault(): { keys: KeyRing; secrets: SecretStore } {
  const vault = fakeVault()
  const ports = { profile: memoryProfileStore(), clock: testClock(), log: testLog(), ...memoryFolders() }
  return { keys: createKeys({ ports, vault }), secrets: vault.store }
}

async function sshKeygen(name: string, args: string[]): Promise<{ path: string; text: string }> {
  const path = join(dir, name)
  await runOk('ssh-keygen', ['-q', '-f', path, '-C', `${name} comment`, ...args])
  return { path, text: await readFile(path, 'utf8') }
}

/** What `ssh-keygen -l` prints: bits, fingerprint, comment, type. */
async function listed(path: string, hash: 'sha256' | 'md5'): Promise<{ bits: number; fingerprint: string }> {
  const [bits, fingerprint = ''] = (await runOk('ssh-keygen', ['-l', '-E', hash, '-f', path])).split(' ')
  return { bits: Number(bits), fingerprint: fingerprint.replace(/^MD5:/, '') }
}

const kinds: [string, string[]][] = [
  ['ed25519', ['-t', 'ed25519']],
  ['rsa-1024', ['-t', 'rsa', '-b', '1024']],
  ['rsa-2048', ['-t', 'rsa', '-b', '2048']],
  ['rsa-4096', ['-t', 'rsa', '-b', '4096']],
  ['ecdsa-256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa-384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa-521', ['-t', 'ecdsa', '-b', '521']],
]
const pemKinds = kinds.filter(([kind]) => kind !== 'ed25519' && kind !== 'rsa-4096')
const ciphers = [
  'aes128-ctr',
  'aes192-ctr',
  'aes256-ctr',
  'aes128-cbc',
  'aes192-cbc',
  'aes256-cbc',
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  '3des-cbc',
]

async function importsAs(file: { path: string; text: string }, passphrase?: string): Promise<void> {
  const { keys } = newVault()
  const input = { source: { kind: 'text' as const, text: file.text }, ...(passphrase && { passphrase }) }
  const key = await keys.import({ ...input, name: 'imported' }, {})
  const sha256 = await listed(`${file.path}.pub`, 'sha256')
  const md5 = await listed(`${file.path}.pub`, 'md5')
  expect(key).toMatchObject({
    bits: sha256.bits,
    fingerprint: sha256.fingerprint,
    fingerprintMd5: md5.fingerprint,
  })
  const [type, blob] = (await readFile(`${file.path}.pub`, 'utf8')).split(' ')
  expect(key.publicKey.split(' ').slice(0, 2)).toEqual([type, blob])
  expect(await keys.inspect(input, {})).toMatchObject([
    {
      state: 'key',
      key: { fingerprint: sha256.fingerprint },
      knownAs: { id: key.id, name: 'imported' },
    },
  ])
}

describe.skipIf(opensshMissing)('a key pair of ssh-keygen is imported with its fingerprints', () => {
  it.each(kinds)('%s', async (kind, args) => {
    await importsAs(await sshKeygen(kind, [...args, '-N', '']))
  })

  it.each(kinds)('%s with a passphrase', async (kind, args) => {
    await importsAs(await sshKeygen(`${kind}-locked`, [...args, '-a', '2', '-N', PASSPHRASE]), PASSPHRASE)
  })

  it.each(ciphers)('encrypted with %s', async (cipher) => {
    const file = await sshKeygen(`cipher-${cipher}`, [
      '-t',
      'ed25519',
      '-Z',
      cipher,
      '-a',
      '2',
      '-N',
      PASSPHRASE,
    ])
    await importsAs(file, PASSPHRASE)
  })

  it('with the rounds that ssh-keygen takes by itself', async () => {
    await importsAs(await sshKeygen('default-rounds', ['-t', 'ed25519', '-N', PASSPHRASE]), PASSPHRASE)
  })

  it.each(pemKinds)('%s as PEM', async (kind, args) => {
    await importsAs(await sshKeygen(`${kind}-pem`, [...args, '-m', 'PEM', '-N', '']))
  })

  it.each(pemKinds)('%s as PEM with a passphrase', async (kind, args) => {
    const file = await sshKeygen(`${kind}-pem-locked`, [...args, '-m', 'PEM', '-N', PASSPHRASE])
    await importsAs(file, PASSPHRASE)
  })

  it.each(pemKinds)('%s as PKCS#8 with a passphrase', async (kind, args) => {
    const file = await sshKeygen(`${kind}-pkcs8-locked`, [...args, '-m', 'PKCS8', '-N', PASSPHRASE])
    await importsAs(file, PASSPHRASE)
  })
})

describe.skipIf(opensshMissing)('before its passphrase is given', () => {
  it('an OpenSSH file shows its fingerprint', async () => {
    const { path, text } = await sshKeygen('shy', ['-t', 'ecdsa', '-N', PASSPHRASE])
    const preview = await newVault().keys.inspect({ source: { kind: 'text', text } }, {})
    const { fingerprint } = await listed(path, 'sha256')
    expect(preview).toMatchObject([
      { state: 'encrypted', key: { type: 'ecdsa', bits: 256, fingerprint }, comment: '' },
    ])
  })

  it('its comment is hidden, and shown after', async () => {
    const { text } = await sshKeygen('chatty', ['-t', 'ed25519', '-a', '2', '-N', PASSPHRASE])
    const input = { source: { kind: 'text' as const, text }, passphrase: PASSPHRASE }
    expect(await newVault().keys.inspect(input, {})).toMatchObject([
      { state: 'key', comment: 'chatty comment' },
    ])
  })
})

describe('a key pair that Latchkey makes', () => {
  const specs: GenerateSpec[] = [
    { type: 'ed25519' },
    { type: 'rsa', bits: 4096 },
    { type: 'ecdsa', bits: 256 },
  ]

  it.skipIf(opensshMissing).each(specs)('is one for ssh-keygen too: $type', async (spec) => {
    const { keys, secrets } = newVault()
    const key = await keys.generate({ name: 'made here', spec }, {})
    const path = join(dir, `made-${spec.type}`)
    await writeFile(path, asFile(await storedKey(secrets, key.id)), { mode: 0o600 })
    expect(await listed(path, 'sha256')).toEqual({ bits: key.bits, fingerprint: key.fingerprint })
    expect((await listed(path, 'md5')).fingerprint).toBe(key.fingerprintMd5)
    expect(key.publicKey).toContain((await runOk('ssh-keygen', ['-y', '-f', path])).trim())
  })

  it("fits Windows' credential blob of 2,560 bytes when it is RSA 4096", async () => {
    const { keys, secrets } = newVault()
    const key = await keys.generate({ name: 'large', spec: { type: 'rsa', bits: 4096 } }, {})
    expect((await secrets.get(`key/${key.id}`))?.length).toBeLessThan(2560)
  })
})

describe.skipIf(opensshMissing)('what a signer signs, ssh-keygen verifies', () => {
  it.each(kinds)('%s', async (kind, args) => {
    const { keys } = newVault()
    const { text } = await sshKeygen(`signer-${kind}`, [...args, '-N', ''])
    const key = await keys.import({ source: { kind: 'text', text }, name: kind }, {})
    for (const hash of ['sha256', 'sha512'] as const) {
      const message = `signed with ${kind} and ${hash}`
      expect(await verifies(keys, key.id, message, message, hash)).toBe(true)
      expect(await verifies(keys, key.id, message, `${message}.`, hash)).toBe(false)
    }
  })
})

/** Signs as ssh-keygen -Y sign does (OpenSSH's PROTOCOL.sshsig) and lets ssh-keygen verify. */
async function verifies(keys: KeyRing, id: string, signed: string, read: string, hash: 'sha256' | 'sha512') {
  const signer = await keys.openSigner(id)
  const common = [string('latchkey'), string(''), string('sha512')]
  const digest = createHash('sha512').update(signed).digest()
  const data = Buffer.concat([Buffer.from('SSHSIG'), ...common, string(digest)])
  const algorithm = signer.type === 'ssh-rsa' ? `rsa-sha2-${hash.slice(3)}` : signer.type
  const signature = Buffer.concat([string(algorithm), string(await signer.sign(data, hash))])
  signer.close()
  const whole = Buffer.concat([
    Buffer.from('SSHSIG'),
    uint32(1),
    string(signer.publicBlob),
    ...common,
    string(signature),
  ])
  const base64 = whole.toString('base64').replace(/.{70}/g, '$&\n')
  await writeFile(join(dir, 'sig'), `-----BEGIN SSH SIGNATURE-----\n${base64}\n-----END SSH SIGNATURE-----\n`)
  await writeFile(join(dir, 'allowed'), `ada ${keys.publicKeyLine(id)}\n`)
  const args = [
    '-Y',
    'verify',
    '-n',
    'latchkey',
    '-I',
    'ada',
    '-f',
    join(dir, 'allowed'),
    '-s',
    join(dir, 'sig'),
  ]
  const { code, stdout, stderr } = await run('ssh-keygen', args, { input: read })
  if (code !== 0 && !/incorrect signature/i.test(stderr)) throw new Error(`${stdout}${stderr}`)
  return code === 0
}

async function storedKey(secrets: SecretStore, id: string): Promise<KeyObject> {
  const der = await secrets.get(`key/${id}`)
  return createPrivateKey({ key: Buffer.from(der ?? []), format: 'der', type: 'pkcs8' })
}

function asFile(key: KeyObject): string {
  if (key.asymmetricKeyType === 'ed25519') return opensshFile(key)
  return key.export({ type: key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1', format: 'pem' }) as string
}

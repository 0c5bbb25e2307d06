import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrivateFormat, PublicFormat } from '../../contract/keys.js'
import { writePrivateKey } from '../../main/core/keys/formats/write-private-key.js'
import { writePublicKey } from '../../main/core/keys/formats/write-public-key.js'
import { blobFromKey, publicKeyFromBlob, publicKeyLine } from '../../main/core/keys/public-key.js'
import { freshKey } from '../helpers/fresh-key.js'
import { run, runOk } from '../helpers/processes.js'
import { sshArguments } from '../helpers/ssh-client.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'

/** With a letter of two bytes, a double blank and one at the end: passphrases are bytes. */
const PASSPHRASE = 'corrêct horse  battery '
const COMMENT = 'ada@lovelace – wörk'
/** Some of these programs wait for ever where they don't understand a file. */
const LIMIT = { timeoutMs: 20_000 }

const keys = {
  ed25519: freshKey('ed25519'),
  'ECDSA 256': freshKey('P-256'),
  'ECDSA 384': freshKey('P-384'),
  'ECDSA 521': freshKey('P-521'),
  'RSA 2048': freshKey('rsa2048'),
  'RSA 3072': freshKey('rsa3072'),
  'RSA 4096': freshKey('rsa4096'),
}
type Kind = keyof typeof keys
const kinds = Object.keys(keys) as Kind[]
type Protection = 'plain' | 'encrypted'

const missing =
  !process.env.CI &&
  (!sshdInstalled || ['ssh-keygen', 'puttygen', 'openssl'].some((name) => !existsSync(`/usr/bin/${name}`)))

let dir = ''
let sshd: Sshd
beforeAll(async () => {
  if (missing) return
  dir = await mkdtemp(join(tmpdir(), 'latchkey-out-'))
  await writeFile(join(dir, 'passphrase'), `${PASSPHRASE}\n`)
  await writeFile(join(dir, 'wrong'), `${PASSPHRASE.trim()}\n`)
  await writeFile(join(dir, 'none'), '\n')
  await writeFile(join(dir, 'askpass'), `#!/bin/sh\nexec cat "$LATCHKEY_TEST_ANSWER"\n`, { mode: 0o700 })
  sshd = await startSshd({ dir, authorizedKeys: kinds.map(publicLine) })
})
afterAll(async () => {
  if (missing) return
  await sshd.stop()
  await rm(dir, { recursive: true })
})

const publicLine = (kind: Kind) => publicKeyLine(blobFromKey(keys[kind]), '')

/** OpenSSH's programs take the passphrase from another program, so that it is on no command line. */
function answering(file: string) {
  const asking = { SSH_ASKPASS: join(dir, 'askpass'), SSH_ASKPASS_REQUIRE: 'force' }
  return { ...LIMIT, env: { ...process.env, ...asking, LATCHKEY_TEST_ANSWER: join(dir, file) } }
}

const answerFor = (protection: Protection) => (protection === 'plain' ? 'none' : 'passphrase')

async function written(kind: Kind, format: PrivateFormat, protection: Protection): Promise<string> {
  const path = join(dir, `${kind} ${format} ${protection}`)
  const passphrase = protection === 'plain' ? null : Buffer.from(PASSPHRASE)
  const text = await writePrivateKey(keys[kind], { format, passphrase, comment: COMMENT })
  await writeFile(path, text, { mode: 0o600 })
  return path
}

async function sshKeygenReads(path: string, kind: Kind, protection: Protection) {
  const line = await runOk('ssh-keygen', ['-y', '-f', path], answering(answerFor(protection)))
  expect(line.split(' ').slice(0, 2).join(' ').trim()).toBe(publicLine(kind))
}

async function sshLogsIn(path: string, _kind: Kind, protection: Protection) {
  const given = sshArguments(sshd, { path, publicKey: '' })
  const args = given.map((arg) => arg.replace('BatchMode=yes', 'BatchMode=no'))
  const quick = ['-o', 'KexAlgorithms=curve25519-sha256']
  expect(await runOk('ssh', [...quick, ...args, 'echo in'], answering(answerFor(protection)))).toBe('in\n')
}

/** To the very bytes of the file that puttygen itself writes of the same key. */
async function puttygenReads(path: string, kind: Kind, protection: Protection) {
  const copy = `${path}.ppk`
  const settings = ['-C', COMMENT, '-O', 'private', '--ppk-param', 'version=3', '-o', copy]
  const [old, none] = [join(dir, answerFor(protection)), join(dir, 'none')]
  await runOk('puttygen', [path, ...settings, '--old-passphrase', old, '--new-passphrase', none], LIMIT)
  const ours = await writePrivateKey(keys[kind], { format: 'ppk3', passphrase: null, comment: COMMENT })
  expect(await readFile(copy, 'utf8')).toBe(ours.toString())
}

async function opensslReads(path: string, kind: Kind, protection: Protection) {
  const passphrase = `file:${join(dir, answerFor(protection))}`
  const check = protection === 'plain' ? ['-check'] : [] // its look at RSA's primes takes long
  const args = ['pkey', '-in', path, '-passin', passphrase, ...check, '-pubout']
  expect(await runOk('openssl', args, LIMIT)).toContain(writePublicKey(blobFromKey(keys[kind]), 'pem', ''))
}

const readers = {
  openssh: [sshKeygenReads, sshLogsIn, puttygenReads],
  pkcs8: [opensslReads, sshKeygenReads, sshLogsIn],
  pem: [opensslReads, sshKeygenReads, sshLogsIn, puttygenReads],
  ppk3: [puttygenReads],
  ppk2: [puttygenReads],
}

/** OpenSSH before 9.6 reads no Ed25519 in PKCS#8. */
const readersOf = (kind: Kind, format: PrivateFormat) =>
  kind === 'ed25519' && format === 'pkcs8' ? [opensslReads] : readers[format]

const formats = Object.keys(readers) as PrivateFormat[]
const cells = kinds.flatMap((kind) =>
  formats
    .filter((format) => kind !== 'ed25519' || format !== 'pem')
    .flatMap((format) => (['plain', 'encrypted'] as const).map((how) => [kind, format, how] as const)),
)

describe.skipIf(missing)('OpenSSH, PuTTY and OpenSSL use the private key file of', () => {
  it.each(cells)('%s as %s, %s', async (kind, format, protection) => {
    const path = await written(kind, format, protection)
    await Promise.all(readersOf(kind, format).map((read) => read(path, kind, protection)))
  })

  it.each(formats)('an encrypted %s with its own passphrase only, to the last blank', async (format) => {
    const path = await written('ECDSA 256', format, 'encrypted')
    const puttys = format.startsWith('ppk')
    const { code } = puttys
      ? await run('puttygen', [path, '-O', 'private-openssh', '--old-passphrase', join(dir, 'wrong')], LIMIT)
      : await run('ssh-keygen', ['-y', '-f', path], answering('wrong'))
    expect(code).not.toBe(0)
  })
})

describe.skipIf(missing)('a plain private key is byte for byte what ssh-keygen writes', () => {
  const older = kinds.filter((kind) => kind !== 'ed25519')
  const pairs = older.flatMap((kind) => [[kind, 'pem'] as const, [kind, 'pkcs8'] as const])
  it.each(pairs)('%s as %s', async (kind, format) => {
    const copy = join(dir, `${kind} ${format} of ssh-keygen`)
    await copyFile(await written(kind, 'openssh', 'plain'), copy)
    await runOk('ssh-keygen', ['-q', '-p', '-m', format.toUpperCase(), '-P', '', '-N', '', '-f', copy], LIMIT)
    expect(await readFile(copy, 'utf8')).toBe(await readFile(await written(kind, format, 'plain'), 'utf8'))
  })

  it.each(kinds)('%s in its own format, but for its random numbers', async (kind) => {
    const ours = await written(kind, 'openssh', 'plain')
    const copy = `${ours} of ssh-keygen`
    await copyFile(ours, copy)
    await runOk('ssh-keygen', ['-q', '-p', '-P', '', '-N', '', '-f', copy], LIMIT)
    const shape = async (path: string) =>
      (await readFile(path, 'utf8')).split('\n').map((line) => line.length)
    expect(await shape(copy)).toEqual(await shape(ours))
    expect(await runOk('ssh-keygen', ['-l', '-f', ours], LIMIT)).toContain(` ${COMMENT} (`)
  })
})

describe.skipIf(missing)('ssh-keygen takes the public key of', () => {
  const importAs: Record<PublicFormat, string[]> = {
    openssh: ['-y'],
    rfc4716: ['-i', '-m', 'RFC4716'],
    pem: ['-i', '-m', 'PKCS8'],
  }

  async function imported(kind: Kind, format: PublicFormat, comment = COMMENT): Promise<string> {
    const path = join(dir, `${kind} ${format}.pub`)
    await writeFile(path, writePublicKey(blobFromKey(keys[kind]), format, comment))
    return (await runOk('ssh-keygen', [...importAs[format], '-f', path], LIMIT)).trim()
  }

  it.each(kinds)('%s in the form of RFC 4716', async (kind) => {
    expect(await imported(kind, 'rfc4716')).toBe(publicLine(kind))
  })

  it.each(kinds.filter((kind) => kind !== 'ed25519'))('%s as PEM', async (kind) => {
    expect(await imported(kind, 'pem')).toBe(publicLine(kind))
  })

  it.each([
    'x'.repeat(2000),
    'one: two '.repeat(40),
    `${'a'.repeat(53)}: b: c`,
    '–ü'.repeat(100),
    'with "quotes" and \\ backslashes \\'.repeat(5),
    '-'.repeat(300),
    `${'x'.repeat(61)}---- END SSH2 PUBLIC KEY ----`,
  ])('RFC 4716 with the comment %j', async (comment) => {
    expect(await imported('ECDSA 256', 'rfc4716', comment)).toBe(publicLine('ECDSA 256'))
  })

  it('Ed25519 as PEM, which only OpenSSL reads', async () => {
    const path = join(dir, 'ed25519.pem')
    await writeFile(path, writePublicKey(blobFromKey(keys.ed25519), 'pem', ''))
    const der = publicKeyFromBlob(blobFromKey(keys.ed25519)).export({ type: 'spki', format: 'der' })
    const text = await runOk('openssl', ['pkey', '-pubin', '-in', path, '-pubout'], LIMIT)
    expect(text.replace(/-----.*-----|\n/g, '')).toBe(der.toString('base64'))
  })
})

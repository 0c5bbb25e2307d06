import { createDiffieHellmanGroup, createPrivateKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readKeys } from '../../main/core/keys/formats/read-keys.js'
import { fingerprintMd5, fingerprintSha256 } from '../../main/core/keys/public-key.js'
import { runOk } from '../helpers/processes.js'

/** With a letter of two bytes, a double blank and one at the end: passphrases are bytes. */
const PASSPHRASE = 'corrêct horse  battery '
const COMMENT = 'ada@lovelace: wörk'

const missing =
  !process.env.CI && ['ssh-keygen', 'puttygen', 'openssl'].some((name) => !existsSync(`/usr/bin/${name}`))

const kinds = [
  'ed25519',
  'ecdsa-256',
  'ecdsa-384',
  'ecdsa-521',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'rsa-8192',
] as const
type Kind = (typeof kinds)[number]
/** Every type; long RSA keys are read as the short ones are, and prove slowly. */
const types = kinds.filter((kind) => !/rsa-[348]/.test(kind))
const pemTypes = types.filter((kind) => kind !== 'ed25519')
/** One of each type, where a table is about something else than types. */
const oneOfEach: Kind[] = ['ed25519', 'ecdsa-521', 'rsa-2048']

let dir = ''
const path = (name: string) => join(dir, name)
const looks = new Map<Kind, { bits: number; sha256: string; md5: string }>()

beforeAll(async () => {
  if (missing) return
  dir = await mkdtemp(join(tmpdir(), 'latchkey-in-'))
  await writeFile(path('passphrase'), PASSPHRASE)
  await writeFile(path('nothing'), '')
  await writeFile(path('askpass'), '#!/bin/sh\nexec cat "$LATCHKEY_TEST_ANSWER"\n', { mode: 0o700 })
  await Promise.all(kinds.map(makeKey))
}, 60_000)
afterAll(() => missing || rm(dir, { recursive: true }))

/** Each made once, by ssh-keygen; everything else is converted from it. */
async function makeKey(kind: Kind): Promise<void> {
  const [type = '', bits = '256'] = kind.split('-')
  if (kind === 'rsa-8192') await writeFile(path(kind), rsa8192(), { mode: 0o600 })
  else await sshKeygen(['-t', type, '-b', bits, '-N', '', '-C', COMMENT, '-f', path(kind)])
  if (kind === 'rsa-8192') {
    await sshKeygen(['-p', '-P', '', '-N', '', '-f', path(kind)])
    await sshKeygen(['-c', '-C', COMMENT, '-f', path(kind)])
    await writeFile(path(`${kind}.pub`), await sshKeygen(['-y', '-f', path(kind)]))
  }
  const listed = async (hash: string) =>
    (await sshKeygen(['-l', '-E', hash, '-f', path(`${kind}.pub`)])).split(' ')
  const [size, sha256 = ''] = await listed('sha256')
  const [, md5 = ''] = await listed('md5')
  looks.set(kind, { bits: Number(size), sha256, md5: md5.replace('MD5:', '') })
}

/** Of two primes that everybody knows (RFC 3526 §5, RFC 7919 appendix A.3): a search for two of 4096 bits takes minutes. */
function rsa8192(): string {
  const p = BigInt(`0x${createDiffieHellmanGroup('modp16').getPrime('hex')}`)
  const q = 2n ** 4096n - 2n ** 4032n + (eulersNumber(3966n) + 5736041n) * 2n ** 64n - 1n
  return jwkPem(p, q)
}

/** The whole part of 2^bits times e. */
function eulersNumber(bits: bigint): bigint {
  let sum = 0n
  for (let [term, k] = [2n ** (bits + 64n), 1n]; term > 0n; k += 1n) {
    sum += term
    term /= k
  }
  return sum / 2n ** 64n
}

function jwkPem(p: bigint, q: bigint): string {
  const e = 65537n
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)]))
  return String(
    createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' }).export({ type: 'pkcs1', format: 'pem' }),
  )
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}

function inverse(a: bigint, modulus: bigint): bigint {
  let [r, next, x, y] = [modulus, a % modulus, 0n, 1n]
  while (next > 0n) [r, next, x, y] = [next, r % next, y, x - (r / next) * y]
  return ((x % modulus) + modulus) % modulus
}

/** None of these programs may wait for ever, which puttygen does on some input; nor be asked on a terminal. */
function limits() {
  const asking = {
    SSH_ASKPASS: path('askpass'),
    SSH_ASKPASS_REQUIRE: 'force',
    LATCHKEY_TEST_ANSWER: path('passphrase'),
  }
  return { timeoutMs: 20_000, env: { ...process.env, ...asking } }
}
const sshKeygen = (args: string[]) => runOk('ssh-keygen', ['-q', ...args], limits())
const puttygen = (args: string[]) => runOk('puttygen', args, limits())
const openssl = (args: string[]) => runOk('openssl', args, limits())

/** A copy of a key, changed by `ssh-keygen -p`. */
async function rewritten(kind: Kind, name: string, args: string[]): Promise<string> {
  await copyFile(path(kind), path(name))
  await sshKeygen(['-p', '-P', '', '-f', path(name), ...args])
  return path(name)
}

async function pkcs8(kind: Kind): Promise<string> {
  const file = path(`${kind}.pkcs8`)
  if (existsSync(file)) return file
  if (kind === 'ed25519') await openssl(['genpkey', '-algorithm', 'ed25519', '-out', file])
  else await rewritten(kind, `${kind}.pkcs8`, ['-N', '', '-m', 'PKCS8'])
  return file
}

interface Expected {
  format: string
  encryption?: RegExp
  comment?: string
  /** Whether the file shows its public half before it is opened. */
  shown?: boolean
}

/** Reads it, first without its passphrase, with a wrong one and with the right one; the key is `kind`. */
async function expectKey(
  kind: Kind,
  file: string,
  { format, encryption, comment = '', shown = false }: Expected,
) {
  const bytes = await readFile(file)
  const key = { ...looks.get(kind) }
  if (encryption === undefined) {
    const found = await readKeys(bytes, null)
    expect(found).toMatchObject([
      { state: 'key', format, encryption: null, comment, proven: { bits: key.bits } },
    ])
    return expect(fingerprints(found)).toEqual([key.sha256, key.md5])
  }
  const locked = await readKeys(bytes, null)
  expect(locked).toMatchObject([
    { state: 'encrypted', format, encryption: expect.stringMatching(encryption) },
  ])
  expect(fingerprints(locked)).toEqual(shown ? [key.sha256, key.md5] : null)
  const found = await readKeys(bytes, { part: 0, passphrase: Buffer.from(PASSPHRASE) })
  expect(found).toMatchObject([{ state: 'key', format, comment, proven: { bits: key.bits } }])
  expect(fingerprints(found)).toEqual([key.sha256, key.md5])
  await expect(
    readKeys(bytes, { part: 0, passphrase: Buffer.from(PASSPHRASE.trim()) }),
  ).rejects.toMatchObject({
    code: 'passphrase-wrong',
  })
}

function fingerprints([found]: Awaited<ReturnType<typeof readKeys>>): string[] | null {
  if (found === undefined || found.state === 'refused') return null
  const blob = found.state === 'key' ? found.proven.blob : found.blob
  return blob && [fingerprintSha256(blob), fingerprintMd5(blob)]
}

describe.skipIf(missing)('what ssh-keygen writes', () => {
  it.each(kinds)('%s plain', (kind) => expectKey(kind, path(kind), { format: 'OpenSSH', comment: COMMENT }))

  const ciphers = [
    ...['aes128-ctr', 'aes192-ctr', 'aes256-ctr', 'aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
    ...['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
  ]
  const cells = ciphers.flatMap((cipher) =>
    (cipher.endsWith('-ctr') ? (['ed25519'] as const) : oneOfEach).map((kind) => [kind, cipher] as const),
  )
  it.each(cells)('%s under %s', async (kind, cipher) => {
    const file = await rewritten(kind, `${kind}.${cipher}`, ['-N', PASSPHRASE, '-Z', cipher, '-a', '1'])
    const encryption = new RegExp(`^${cipher.split('@')[0]}, bcrypt with 1 rounds$`)
    await expectKey(kind, file, { format: 'OpenSSH', encryption, comment: COMMENT, shown: true })
  })

  it('ed25519 with the cipher and the rounds that it takes by itself', async () => {
    const file = await rewritten('ed25519', 'ed25519.default', ['-N', PASSPHRASE])
    await expectKey('ed25519', file, {
      format: 'OpenSSH',
      encryption: /^aes256-ctr, bcrypt with (16|24) rounds$/,
      comment: COMMENT,
      shown: true,
    })
  })

  it.each(pemTypes)('%s as PEM and as PKCS#8', async (kind) => {
    const format = kind.startsWith('rsa') ? 'PEM (PKCS#1)' : 'PEM (SEC1)'
    await expectKey(kind, await rewritten(kind, `${kind}.pem`, ['-N', '', '-m', 'PEM']), { format })
    await expectKey(kind, await pkcs8(kind), { format: 'PKCS#8' })
    const locked = await rewritten(kind, `${kind}.locked.pem`, ['-N', PASSPHRASE, '-m', 'PEM'])
    await expectKey(kind, locked, { format, encryption: /^aes128-cbc, one round of MD5$/ })
    const locked8 = await rewritten(kind, `${kind}.locked.pkcs8`, ['-N', PASSPHRASE, '-m', 'PKCS8'])
    await expectKey(kind, locked8, { format: 'PKCS#8', encryption: /PBKDF2/ })
  })

  it.each(kinds)('the public half of %s, in each form', async (kind) => {
    const forms = [
      ['OpenSSH public key', await readFile(path(`${kind}.pub`))],
      ['RFC 4716', Buffer.from(await sshKeygen(['-e', '-m', 'RFC4716', '-f', path(kind)]))],
      ...(kind === 'ed25519'
        ? []
        : [
            [
              'PEM (SubjectPublicKeyInfo)',
              Buffer.from(await sshKeygen(['-e', '-m', 'PKCS8', '-f', path(kind)])),
            ] as const,
          ]),
      ...(kind.startsWith('rsa')
        ? [['PEM (PKCS#1)', Buffer.from(await sshKeygen(['-e', '-m', 'PEM', '-f', path(kind)]))] as const]
        : []),
    ] as const
    for (const [format, bytes] of forms) {
      const found = await readKeys(bytes, null)
      expect(found).toMatchObject([{ state: 'public', format }])
      expect(fingerprints(found)).toEqual([looks.get(kind)?.sha256, looks.get(kind)?.md5])
    }
  })

  it('a certificate is refused by name', async () => {
    await sshKeygen(['-s', path('ecdsa-256'), '-I', 'id', '-n', 'ada', path('ed25519.pub')])
    const problem = { code: 'key-type-unsupported', message: expect.stringContaining('OpenSSH certificate') }
    expect(await readKeys(await readFile(path('ed25519-cert.pub')), null)).toMatchObject([
      { state: 'refused', problem },
    ])
  })
})

describe.skipIf(missing)('what puttygen writes', () => {
  const plain = (version: number) => ['-O', 'private', '--ppk-param', `version=${version}`]
  const cells = types.flatMap((kind) => [2, 3].map((version) => [kind, version] as const))
  it.each(cells)('%s as PPK %i', async (kind, version) => {
    const format = `PuTTY (PPK version ${version})`
    const file = path(`${kind}.${version}.ppk`)
    await puttygen([path(kind), ...plain(version), '-o', file])
    await expectKey(kind, file, { format, comment: COMMENT })
    const locked = path(`${kind}.${version}.locked.ppk`)
    const cost = version === 3 ? ',memory=1024,passes=2' : ''
    const parameters = ['-O', 'private', '--ppk-param', `version=${version}${cost}`]
    await puttygen([path(kind), ...parameters, '--new-passphrase', path('passphrase'), '-o', locked])
    const encryption =
      version === 3 ? /^aes256-cbc, Argon2id with 1 MiB and 2 passes$/ : /^aes256-cbc, SHA-1$/
    await expectKey(kind, locked, { format, encryption, comment: COMMENT, shown: true })
  })

  it.each([
    ['argon2id', ''],
    ['argon2i', ''],
    ['argon2d', ''],
    ['argon2id', ',parallelism=4,memory=65536,passes=1'],
  ])('ed25519 as PPK 3 under %s%s', async (variant, more) => {
    const file = path(`ed25519.${variant}${more}.ppk`)
    await puttygen([
      path('ed25519'),
      '-O',
      'private',
      '--ppk-param',
      `kdf=${variant}${more}`,
      '--new-passphrase',
      path('passphrase'),
      '-o',
      file,
    ])
    const encryption = new RegExp(`^aes256-cbc, ${variant.replace('a', 'A')} with \\d+ MiB and \\d+ passes$`)
    await expectKey('ed25519', file, {
      format: 'PuTTY (PPK version 3)',
      encryption,
      comment: COMMENT,
      shown: true,
    })
  })

  it.each(oneOfEach)('the public half of %s', async (kind) => {
    const found = await readKeys(Buffer.from(await puttygen([path(kind), '-O', 'public'])), null)
    expect(found).toMatchObject([{ state: 'public', format: 'RFC 4716', comment: COMMENT }])
    expect(fingerprints(found)).toEqual([looks.get(kind)?.sha256, looks.get(kind)?.md5])
  })

  it.each([
    ['DSA', ['-t', 'dsa', '-b', '1024', '-O', 'private'], 'DSA'],
    ['DSA for OpenSSH', ['-t', 'dsa', '-b', '1024', '-O', 'private-openssh'], 'DSA'],
    ['Ed448', ['-t', 'ed448', '-O', 'private'], 'Ed448'],
    ['ssh.com', ['-t', 'rsa', '-b', '1024', '-O', 'private-sshcom'], 'ssh.com'],
    ['SSH version 1', ['-t', 'rsa1', '-b', '1024', '-O', 'private'], 'SSH version 1'],
  ])('%s is refused by name', async (name, args, word) => {
    const file = path(`refused ${name}`)
    await puttygen([...args, '--new-passphrase', path('nothing'), '-o', file])
    const [found] = await readKeys(await readFile(file), null)
    expect(found).toMatchObject({ state: 'refused', problem: { message: expect.stringContaining(word) } })
  })
})

describe.skipIf(missing)('what openssl writes', () => {
  const passout = () => ['-passout', `file:${path('passphrase')}`]

  it.each(['aes128', 'aes192', 'aes256', 'des3'])('PEM under %s', async (cipher) => {
    for (const kind of ['rsa-2048', 'ecdsa-384'] as const) {
      const file = path(`${kind}.${cipher}.pem`)
      const program = kind === 'rsa-2048' ? ['rsa', '-traditional'] : ['ec']
      await openssl([...program, `-${cipher}`, '-in', await pkcs8(kind), ...passout(), '-out', file])
      const format = kind === 'rsa-2048' ? 'PEM (PKCS#1)' : 'PEM (SEC1)'
      const encryption = cipher === 'des3' ? /^3des-cbc, / : new RegExp(`^${cipher}-cbc, `)
      await expectKey(kind, file, { format, encryption })
    }
  })

  const prfs = ['SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA512-224', 'SHA512-256']
  it.each([
    ...prfs.map(
      (prf) =>
        [
          `HMAC with ${prf}`,
          ['-v2', 'aes-256-cbc', '-v2prf', `hmacWith${prf}`],
          /^aes256-cbc, PBKDF2/,
        ] as const,
    ),
    ['AES-128', ['-v2', 'aes-128-cbc'], /^aes128-cbc, PBKDF2 with 2048 rounds/],
    ['AES-192', ['-v2', 'aes-192-cbc'], /^aes192-cbc/],
    ['3DES', ['-v2', 'des3'], /^3des-cbc/],
    ['100,000 rounds', ['-v2', 'aes-256-cbc', '-iter', '100000'], /100000 rounds of HMAC-SHA-256/],
    ['scrypt', ['-scrypt'], /^aes256-cbc, scrypt with N=16384 r=8 p=1$/],
    [
      'scrypt of other numbers',
      ['-scrypt', '-scrypt_N', '1024', '-scrypt_r', '4', '-scrypt_p', '3'],
      /N=1024 r=4 p=3/,
    ],
  ] as const)('PKCS#8 under %s', async (name, args, encryption) => {
    for (const kind of ['ecdsa-256', 'rsa-2048'] as const) {
      const file = path(`${kind} ${name}.p8`)
      await openssl(['pkcs8', '-topk8', ...args, '-in', await pkcs8(kind), ...passout(), '-out', file])
      await expectKey(kind, file, { format: 'PKCS#8', encryption })
    }
  })

  it('Ed25519 as PKCS#8, plain and encrypted', async () => {
    const file = path('new.p8')
    await openssl(['genpkey', '-algorithm', 'ed25519', '-out', file])
    const publicHalf = Buffer.from(await openssl(['pkey', '-in', file, '-pubout']))
    await openssl(['pkcs8', '-topk8', '-in', file, ...passout(), '-out', `${file}.locked`])
    const opening = { part: 0, passphrase: Buffer.from(PASSPHRASE) }
    const found = await readKeys(await readFile(file), null)
    expect(found).toMatchObject([{ state: 'key', format: 'PKCS#8' }])
    expect(fingerprints(await readKeys(publicHalf, null))).toEqual(fingerprints(found))
    expect(fingerprints(await readKeys(await readFile(`${file}.locked`), opening))).toEqual(
      fingerprints(found),
    )
  })

  it.each(['ecdsa-521', 'rsa-2048'] as const)('%s as DER', async (kind) => {
    const der = path(`${kind}.der`)
    await openssl(['pkey', '-in', await pkcs8(kind), '-outform', 'DER', '-out', der])
    const found = await readKeys(await readFile(der), null)
    expect(found).toMatchObject([{ state: 'key', format: expect.stringMatching(/\(DER\)$/) }])
    expect(fingerprints(found)).toEqual([looks.get(kind)?.sha256, looks.get(kind)?.md5])
  })

  it('an elliptic key with a compressed point or without any', async () => {
    const given = await pkcs8('ecdsa-384')
    for (const how of [['-conv_form', 'compressed'], ['-no_public']]) {
      const file = path('ec.form')
      await openssl(['ec', '-in', given, ...how, '-out', file])
      await expectKey('ecdsa-384', file, { format: 'PEM (SEC1)' })
    }
    const publicHalf = await openssl(['ec', '-in', given, '-pubout', '-conv_form', 'compressed'])
    expect(fingerprints(await readKeys(Buffer.from(publicHalf), null))?.[0]).toBe(
      looks.get('ecdsa-384')?.sha256,
    )
  })

  it('what is no key for SSH is refused by name', async () => {
    const key = await pkcs8('ecdsa-256')
    const certificate = path('x509.pem')
    await openssl(['req', '-x509', '-new', '-key', key, '-subj', '/CN=ada', '-out', certificate])
    await openssl([
      'pkcs12',
      '-export',
      '-inkey',
      key,
      '-in',
      certificate,
      ...passout(),
      '-out',
      path('store.pfx'),
    ])
    await openssl(['x509', '-in', certificate, '-outform', 'DER', '-out', path('x509.der')])
    await openssl(['ec', '-in', key, '-param_enc', 'explicit', '-out', path('explicit.pem')])
    await openssl(['genpkey', '-algorithm', 'ed448', '-out', path('ed448.pem')])
    await openssl([
      'genpkey',
      '-algorithm',
      'rsa-pss',
      '-pkeyopt',
      'rsa_keygen_bits:1024',
      '-out',
      path('pss.pem'),
    ])
    await openssl([
      'pkcs8',
      '-topk8',
      '-v1',
      'PBE-SHA1-3DES',
      '-in',
      key,
      ...passout(),
      '-out',
      path('pbes1.pem'),
    ])
    const words = {
      'x509.pem': 'X.509',
      'x509.der': 'X.509',
      'store.pfx': 'PKCS#12',
      'explicit.pem': 'curve',
      'ed448.pem': 'Ed448',
      'pss.pem': 'PSS',
      'pbes1.pem': 'PBES1',
    }
    for (const [name, word] of Object.entries(words)) {
      const [found] = await readKeys(await readFile(path(name)), null)
      expect(found, name).toMatchObject({
        state: 'refused',
        problem: { message: expect.stringContaining(word) },
      })
    }
  })
})

describe.skipIf(missing)('all of them at once', () => {
  it('the keys of a folder in one text are found in their order', async () => {
    const files = await Promise.all(
      kinds.filter((kind) => kind !== 'rsa-8192').map((kind) => readFile(path(kind))),
    )
    const found = await readKeys(Buffer.concat(files), null)
    expect(found.map((one) => fingerprints([one])?.[0])).toEqual(
      kinds.filter((kind) => kind !== 'rsa-8192').map((kind) => looks.get(kind)?.sha256),
    )
  })
})

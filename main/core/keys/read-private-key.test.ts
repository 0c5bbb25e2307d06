import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opensshFile, privateHalf } from '../../../test/helpers/openssh-file.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { blobFromKey, publicKeyLine } from './public-key.js'
import { readPrivateKey } from './read-private-key.js'
import { mpint, string, uint32 } from './ssh-wire.js'

const ed25519 = generateKeyPairSync('ed25519').privateKey
const other = generateKeyPairSync('ed25519').privateKey
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const ecdsa = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const whole = opensshFile(ed25519, { comment: 'ada@laptop' })
const PASSPHRASE = 'correct horse'

const read = (text: string | Uint8Array, passphrase?: string, signal?: AbortSignal) =>
  readPrivateKey(
    typeof text === 'string' ? Buffer.from(text) : text,
    passphrase === undefined ? null : Buffer.from(passphrase),
    signal,
  )

async function refusal(text: string | Uint8Array, passphrase?: string): Promise<LatchkeyError> {
  const error = await read(text, passphrase).then(
    () => new Error('it was taken'),
    (thrown) => thrown,
  )
  if (isLatchkeyError(error)) return error
  throw error
}

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1', passphrase?: string) =>
  String(
    key.export({
      type: type as 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    }),
  )

describe('a private key is read', () => {
  it.each([
    ['as it is', whole],
    ['with CRLF', whole.replaceAll('\n', '\r\n')],
    ['without its last newline', whole.trimEnd()],
    ['with a byte order mark', `\ufeff${whole}`],
    ['as UTF-16 with its mark', Buffer.from(`\ufeff${whole}`, 'utf16le')],
    ['indented, with blanks and lines around it', `\n\n  ${whole.replaceAll('\n', '  \n\t')}\n\n`],
    ['on one line, as some forms paste it', whole.replaceAll('\n', ' ')],
    ['with text before it', `Here is your key:\n${whole}`],
  ])('%s', async (_how, text) => {
    expect(await read(text)).toMatchObject({
      state: 'key',
      comment: 'ada@laptop',
      proven: { blob: blobFromKey(ed25519), type: 'ed25519', bits: 256 },
    })
  })

  it.each([
    ['PKCS#1', pem(rsa, 'pkcs1'), rsa],
    ['PKCS#8', pem(rsa, 'pkcs8'), rsa],
    ['PKCS#8 of Ed25519', pem(ed25519, 'pkcs8'), ed25519],
    ['SEC1', pem(ecdsa, 'sec1'), ecdsa],
    [
      'SEC1 behind its curve',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(ecdsa, 'sec1')}`,
      ecdsa,
    ],
  ])('from PEM: %s', async (_form, text, key) => {
    expect(await read(text)).toMatchObject({ state: 'key', proven: { blob: blobFromKey(key) } })
  })

  it.each([
    ['PKCS#1', pem(rsa, 'pkcs1', PASSPHRASE)],
    ['PKCS#8', pem(rsa, 'pkcs8', PASSPHRASE)],
  ])('from encrypted PEM with its passphrase only: %s', async (_form, text) => {
    expect((await refusal(text)).code).toBe('passphrase-needed')
    expect((await refusal(text, '')).code).toBe('passphrase-needed')
    expect((await refusal(text, `${PASSPHRASE} `)).code).toBe('passphrase-wrong')
    expect(await read(text, PASSPHRASE)).toMatchObject({ proven: { blob: blobFromKey(rsa) } })
  })
})

describe('what is not a usable private key gets its own sentence', () => {
  const publicLine = publicKeyLine(blobFromKey(ed25519), 'ada')
  const rsaOf = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
  it.each([
    ['nothing', '', 'key-unreadable', 'nothing'],
    ['blanks', ' \r\n\t', 'key-unreadable', 'nothing'],
    ['any text', 'hello', 'key-unreadable', 'not a private key'],
    ['binary', Buffer.from([0, 1, 2, 3, 0xff]), 'key-unreadable', 'not a private key'],
    ['a public key', publicLine, 'key-is-public', 'public key'],
    ['a public key with options', `restrict,command="a b" ${publicLine}`, 'key-is-public', 'public key'],
    ['a public key as PEM', publicPem(), 'key-is-public', 'public key'],
    ['RFC 4716', '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n', 'key-is-public', 'public key'],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAAIHNz', 'key-is-public', 'OpenSSH certificate'],
    ['an X.509 certificate', '-----BEGIN CERTIFICATE-----\nMIIB', 'key-is-public', 'X.509'],
    ['PPK', 'PuTTY-User-Key-File-3: ssh-ed25519\r\n', 'key-type-unsupported', 'PuTTY'],
    ['PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n', 'key-type-unsupported', 'OpenPGP'],
    ['DSA as PEM', '-----BEGIN DSA PRIVATE KEY-----\nMIIB\n', 'key-type-unsupported', 'DSA'],
    ['DSA', opensshFile(ed25519, { blob: string('ssh-dss') }), 'key-type-unsupported', 'DSA'],
    [
      'sk-',
      opensshFile(ed25519, { blob: string('sk-ssh-ed25519@openssh.com') }),
      'key-type-unsupported',
      'token',
    ],
    ['ssh.com', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n', 'key-type-unsupported', 'ssh.com'],
    ['short RSA', pem(rsaOf(512), 'pkcs1'), 'key-type-unsupported', '512 bits'],
    ['Ed448', pem(generateKeyPairSync('ed448').privateKey, 'pkcs8'), 'key-type-unsupported', 'ed448'],
    ['secp256k1', pem(k1(), 'pkcs8'), 'key-type-unsupported', 'secp256k1'],
    ['no BEGIN line', whole.split('\n').slice(1).join('\n'), 'key-damaged', 'BEGIN line'],
    ['no END line', whole.split('\n').slice(0, -2).join('\n'), 'key-damaged', 'END line'],
    ['a lost line', withoutLine(whole, 2), 'key-damaged', 'damaged'],
    ['a lost line of PEM', withoutLine(pem(rsa, 'pkcs1'), 3), 'key-damaged', 'damaged'],
    ['a character that is no base64', whole.replace(/AAA/, 'A?A'), 'key-damaged', 'base64'],
    ['two keys', opensshFile(ed25519, { keyCount: 2 }), 'key-damaged', 'exactly one key'],
    ['1001 rounds', opensshFile(ed25519, { kdfOptions: rounds(1001) }), 'key-too-costly', '1001 rounds'],
    ['2^32 rounds', opensshFile(ed25519, { kdfOptions: rounds(2 ** 32 - 1) }), 'key-too-costly', 'rounds'],
  ])('%s', async (_what, text, code, word) => {
    const error = await refusal(text, PASSPHRASE)
    expect(error.message).toContain(word)
    expect(error.code).toBe(code)
    expect(error.info.advice).toBeTruthy()
  })

  it('encrypted PKCS#8 that asks for too much is refused before the work', async () => {
    const text = pem(ed25519, 'pkcs8', PASSPHRASE)
    const body = Buffer.from(text.replace(/-----.*-----/g, ''), 'base64')
    const count = Buffer.from('02020800', 'hex') // INTEGER 2048, OpenSSL's own choice
    const at = body.indexOf(count)
    expect(at).toBeGreaterThan(0)
    const costly = grow(body, at, count.length, Buffer.from('02047fffffff', 'hex'))
    const file = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${costly.toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----`
    expect(await refusal(file, PASSPHRASE)).toMatchObject({ code: 'key-too-costly' })
  })
})

describe('whatever stands between BEGIN and END', () => {
  const labels = [
    'OPENSSH PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
  ]
  it('is answered by a sentence, never by a fault of the program', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...labels),
        fc.uint8Array({ maxLength: 300 }),
        async (label, bytes) => {
          const base64 = Buffer.from(bytes).toString('base64')
          await refusal(`-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----`, PASSPHRASE)
        },
      ),
      { numRuns: 300 },
    )
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), (text) => refusal(text).then(() => undefined)),
    )
  })

  it('is answered soon, however long it is', async () => {
    const start = performance.now()
    for (const filler of ['\n', ' ', '\t\n', 'A', 'A: b\n', '-----BEGIN ', 'ssh-rsa '])
      await refusal(
        `-----BEGIN PRIVATE KEY-----${filler.repeat(900_000 / filler.length)}-----END PRIVATE KEY-----`,
      )
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})

describe('a key that would load elsewhere is refused here', () => {
  const numbers = rsa.export({ format: 'jwk' })
  const number = (value: string | undefined) => Buffer.from(value ?? '', 'base64url')
  const one = Buffer.of(1)
  const rsaWith = (change: Record<string, Buffer>) =>
    opensshFile(rsa, { privateHalf: privateHalf(rsa, change) })
  const odd = (bytes: Buffer, add: number) => {
    const copy = Buffer.from(bytes)
    copy.writeUInt8(((copy.at(-1) ?? 0) + add) & 0xff, copy.length - 1)
    return copy
  }
  const blobOfRsa = (e: Buffer, n: Buffer) => Buffer.concat([string('ssh-rsa'), mpint(e), mpint(n)])

  it.each([
    ['a foreign public half outside', opensshFile(ed25519, { blob: blobFromKey(other) })],
    ['a foreign public half of another type', opensshFile(ed25519, { blob: blobFromKey(rsa) })],
    ['a foreign public half inside', opensshFile(ed25519, { privateHalf: privateHalf(ed25519, foreignX()) })],
    ['a foreign point', opensshFile(ecdsa, foreignPoint())],
    [
      'another number on the curve',
      opensshFile(ecdsa, { privateHalf: privateHalf(ecdsa, { d: Buffer.alloc(32, 7) }) }),
    ],
    [
      'a number of zero on the curve',
      opensshFile(ecdsa, { privateHalf: privateHalf(ecdsa, { d: Buffer.alloc(1) }) }),
    ],
    [
      'e = 1',
      opensshFile(rsa, {
        blob: blobOfRsa(one, number(numbers.n)),
        privateHalf: privateHalf(rsa, { e: one, d: one }),
      }),
    ],
    ['p·q ≠ n', rsaWith({ p: odd(number(numbers.p), 2) })],
    ['p = 1', rsaWith({ p: one })],
    ['p and q of zero', rsaWith({ p: Buffer.alloc(1), q: Buffer.alloc(1) })],
    ['a d that does not fit', rsaWith({ d: odd(number(numbers.d), 2) })],
    ['a qi that does not fit', rsaWith({ qi: odd(number(numbers.qi), 2) })],
  ])('%s', async (_what, text) => {
    expect((await refusal(text)).code).toBe('key-damaged')
  })

  it('as is any one with a flipped bit, or else it is the same key', async () => {
    for (const key of [ed25519, ecdsa, rsa]) await flipBits(opensshFile(key, { comment: 'c' }), key)
    for (const key of [ecdsa, rsa]) await flipBits(pem(key, 'pkcs8'), key)
  })

  function foreignX() {
    return { x: Buffer.from(other.export({ format: 'jwk' }).x ?? '', 'base64url') }
  }
  function foreignPoint() {
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const { x = '', y = '' } = foreign.export({ format: 'jwk' })
    const half = privateHalf(ecdsa, { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') })
    return { blob: blobFromKey(foreign), privateHalf: half }
  }
})

describe('opening an encrypted key', () => {
  it('can be cancelled', async () => {
    const controller = new AbortController()
    const text = opensshFile(ed25519, { kdfOptions: rounds(1000) })
    const opening = read(text, PASSPHRASE, controller.signal)
    controller.abort()
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('leaves the main thread free', async () => {
    const text = opensshFile(ed25519, { kdfOptions: rounds(16) })
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 5)
    await expect(read(text, PASSPHRASE)).rejects.toMatchObject({ code: 'passphrase-wrong' })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})

async function flipBits(text: string, key: KeyObject): Promise<void> {
  const [first = '', last = ''] = text.match(/-----.*-----/g) ?? []
  const body = Buffer.from(text.replace(/-----.*-----/g, ''), 'base64')
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length * 8 - 1), async (bit) => {
      const flipped = Buffer.from(body)
      flipped.writeUInt8((flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3)
      const found = await read(`${first}\n${flipped.toString('base64')}\n${last}`).catch((error) => error)
      if (found instanceof LatchkeyError) return
      // A bit of the comment is not protected by anything.
      expect(found).toMatchObject({ proven: { blob: blobFromKey(key) } })
    }),
    { numRuns: 150 },
  )
}

function grow(der: Buffer, at: number, length: number, by: Buffer): Buffer {
  const out = Buffer.concat([der.subarray(0, at), by, der.subarray(at + length)])
  const added = by.length - length
  // Every SEQUENCE around it grows too; their lengths stand in one byte each here.
  for (let open = 0; open < at; open += 1) {
    const [tag, size = 0] = [out[open], out[open + 1]]
    const long = size === 0x81
    const end = long ? open + 3 + (out[open + 2] ?? 0) : open + 2 + size
    if (tag !== 0x30 || end < at) continue
    out.writeUInt8((out[open + (long ? 2 : 1)] ?? 0) + added, open + (long ? 2 : 1))
    open += long ? 2 : 1
  }
  return out
}

function rounds(count: number): Buffer {
  return Buffer.concat([string(Buffer.alloc(16, 1)), uint32(count)])
}

function withoutLine(text: string, index: number): string {
  return text
    .split('\n')
    .filter((_line, at) => at !== index)
    .join('\n')
}

function publicPem(): string {
  return String(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
}

function k1(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
}

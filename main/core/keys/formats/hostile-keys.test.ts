import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { refusal } from '../../../../test/helpers/key-refusal.js'
import { opensshFile, privateHalf } from '../../../../test/helpers/openssh-file.js'
import { pbes2File, pbkdf2, scrypt } from '../../../../test/helpers/pbes2-file.js'
import { processorMs } from '../../../../test/helpers/processor-time.js'
import { inverse } from '../../../../test/helpers/rsa-8192.js'
import { isLatchkeyError } from '../../lib/error.js'
import { blobFromKey } from '../public-key.js'
import { mpint, string, uint32 } from '../ssh-wire.js'
import { derElement, derInteger, derObjectId, OCTET_STRING, SEQUENCE } from './asn1.js'
import { armoured } from './base64-lines.js'
import { DSA } from './object-ids.js'
import { readKeys } from './read-keys.js'
import { writePpk } from './write-ppk.js'

const ed25519 = freshKey('ed25519')
const other = freshKey('ed25519')
const rsa = freshKey('rsa1024')
const ecdsa = freshKey('P-256')
const PASSPHRASE = 'correct horse'

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
    ['a d of zero', rsaWith({ d: Buffer.alloc(1) })],
    ['a qi that does not fit', rsaWith({ qi: odd(number(numbers.qi), 2) })],
    ['factors that are not prime', carmichael()],
  ])('%s', async (_what, text) => {
    expect((await refusal(text)).code).toBe('key-damaged')
  })

  it('a damaged public half beside the private one, as what it is', async () => {
    const cut = blobFromKey(ed25519).subarray(0, -3)
    const { code, message } = await refusal(opensshFile(ed25519, { blob: cut }))
    expect(code).toBe('key-damaged')
    expect(message).toMatch(/^The public half in this private key file is damaged: /)
    const line = `ssh-ed25519 ${cut.toString('base64')} ada`
    expect((await refusal(line)).message).toMatch(/^The public key is damaged: /)
  })

  it('a PuTTY file with a foreign public half, though its checksum is right', async () => {
    const ppk = (await writePpk(ed25519, null, 'c', 3)).toString()
    const own = blobFromKey(ed25519).toString('base64')
    const foreign = ppk.replace(own.slice(0, 64), blobFromKey(other).toString('base64').slice(0, 64))
    const changed = foreign.replace(own.slice(64), blobFromKey(other).toString('base64').slice(64))
    expect((await refusal(changed)).message).toContain('checksum')
    const seed = string(Buffer.from(ed25519.export({ format: 'jwk' }).d ?? '', 'base64url'))
    const mac = createHmac('sha256', '')
    for (const part of ['ssh-ed25519', 'none', 'c', blobFromKey(other), seed]) mac.update(string(part))
    const signed = changed.replace(/Private-MAC: .*/, `Private-MAC: ${mac.digest('hex')}`)
    expect((await refusal(signed)).message).toContain('belongs to another key')
  })

  function foreignX() {
    return { x: Buffer.from(other.export({ format: 'jwk' }).x ?? '', 'base64url') }
  }
  function foreignPoint() {
    const foreign = freshKey('P-256')
    const { x = '', y = '' } = foreign.export({ format: 'jwk' })
    const half = privateHalf(ecdsa, { x: Buffer.from(x, 'base64url'), y: Buffer.from(y, 'base64url') })
    return { blob: blobFromKey(foreign), privateHalf: half }
  }
})

describe('a file that is made to keep Latchkey busy is refused at once', () => {
  it('a DSA or Diffie-Hellman key, whose public half may take for ever to compute', async () => {
    for (const algorithm of [DSA, '1.2.840.113549.1.3.1', '1.2.840.10046.2.1'])
      expect(await refusal(slowKey(algorithm))).toMatchObject({ code: 'key-type-unsupported' })
  })

  it('RSA numbers of any other length than the modulus has', async () => {
    const [long, d] = [Buffer.alloc(180_000, 0xf3), Buffer.alloc(360_000, 0xf1)]
    const text = opensshFile(rsa, { privateHalf: privateHalf(rsa, { d, p: long, q: long }) })
    expect((await refusal(text)).code).toBe('key-damaged')
  })

  it('RSA of 8,193 bits and more', async () => {
    const blob = Buffer.concat([
      string('ssh-rsa'),
      mpint(Buffer.of(1, 0, 1)),
      mpint(Buffer.alloc(1025, 0xff)),
    ])
    expect((await refusal(`ssh-rsa ${blob.toString('base64')}`)).code).toBe('key-too-costly')
  })

  it.each([
    ['PBKDF2', pbes2File(pbkdf2(0x7fffffff))],
    ['PBKDF2 beyond all numbers', pbes2File(pbkdf2(Buffer.alloc(100, 0x7f)))],
    ['scrypt by its N', pbes2File(scrypt(2 ** 30, 8, 1))],
    ['scrypt by its memory', pbes2File(scrypt(2 ** 20, 64, 1))],
    ['scrypt by its p', pbes2File(scrypt(2 ** 14, 8, 2 ** 20))],
    ['scrypt by the sum of its memory', pbes2File(scrypt(2, 2_000_000, 2))],
  ])('%s', async (_what, text) => {
    expect((await refusal(text)).code).toBe('key-too-costly')
  })

  it.each([
    ['no power of two', 100, 8, 1],
    ['more than its r allows', 2 ** 16, 1, 1],
    ['none', 0, 8, 1],
  ])('scrypt with an N of %s', async (_what, N, r, p) => {
    expect((await refusal(pbes2File(scrypt(N, r, p)))).code).toBe('key-damaged')
  })

  it.each([
    ['memory', 'Argon2-Memory', '524289'],
    ['memory beyond all numbers', 'Argon2-Memory', '4294967295'],
    ['passes', 'Argon2-Passes', '1000000'],
    ['lanes', 'Argon2-Parallelism', '65'],
  ])('Argon2 by its %s', async (_what, name, value) => {
    const ppk = (await writePpk(ed25519, Buffer.from(PASSPHRASE), 'c', 3)).toString()
    const error = await refusal(ppk.replace(new RegExp(`${name}: .*`), `${name}: ${value}`))
    expect(error.code).toBe('key-too-costly')
    expect(error.info.advice).toContain('puttygen')
  })

  it('lengths of 2^32 − 1 and of zero at every place', async () => {
    const file = opensshFile(ed25519)
    const body = Buffer.from(file.replace(/-----.*-----/g, ''), 'base64')
    for (let at = 15; at + 4 <= body.length; at += 1)
      for (const length of [0, 0xffffffff, 0x7fffffff, body.length]) {
        const copy = Buffer.from(body)
        copy.writeUInt32BE(length, at)
        const found = await readKeys(armoured('OPENSSH PRIVATE KEY', copy), null)
        for (const one of found)
          if (one.state === 'key') expect(one.proven.blob).toEqual(blobFromKey(ed25519))
      }
  })

  it('half a megabyte of what could be the beginning of something', async () => {
    const fillers = [
      ...['\n', ' ', '\t\n', 'A', 'A: b\n', '-----BEGIN ', '-----BEGIN A-----', '--', 'ssh-', 'ssh-rsa '],
      ...[
        'ssh-rsa AAAA',
        'ssh-rsa AAAAB3NzaC1yc2EAAAAB\n',
        'PuTTY-User-Key-File-3:',
        'PuTTY-User-Key-File-3: a\\n',
      ],
      ...['\\', '"', '> ', '=3D', '\u2014', '[a.b', 'Comment: x\\\n', '{"kty":', '0\u0080'],
    ]
    for (const filler of fillers)
      for (const [before, after] of [
        ['', ''],
        ['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----'],
        ['---- BEGIN SSH2 PUBLIC KEY ----\n', ''],
        ['PuTTY-User-Key-File-3: ssh-rsa\n', 'Private-MAC: 00\n'],
      ]) {
        const file = Buffer.from(`${before}${filler.repeat(500_000 / Buffer.byteLength(filler))}${after}`)
        const start = processorMs()
        await readKeys(file, null).catch((error: unknown) => {
          if (!isLatchkeyError(error)) throw error
        })
        expect(processorMs() - start, JSON.stringify([before, filler])).toBeLessThan(8_000)
      }
  }, 120_000)
})

describe('opening an encrypted key', () => {
  const rounds = (count: number) => Buffer.concat([string(Buffer.alloc(16, 1)), uint32(count)])
  const open = (file: string | Uint8Array, signal?: AbortSignal) =>
    readKeys(Buffer.from(file), { part: 0, passphrase: Buffer.from(PASSPHRASE) }, signal)

  it.each([
    ['bcrypt', async () => opensshFile(ed25519, { kdfOptions: rounds(1000) })],
    ['PBKDF2', async () => pbes2File(pbkdf2(10_000_000))],
    ['Argon2', () => writePpk(ed25519, Buffer.from(PASSPHRASE), 'c', 3)],
  ])('can be cancelled in the midst of %s', async (_kdf, make) => {
    const file = await make()
    const controller = new AbortController()
    const opening = open(file, controller.signal)
    controller.abort()
    const start = performance.now()
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
    expect(performance.now() - start).toBeLessThan(3_000)
    await expect(open(file, controller.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('leaves the main thread free', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 5)
    for (const file of [opensshFile(ed25519, { kdfOptions: rounds(4) }), pbes2File(pbkdf2(200_000))])
      await expect(open(file)).rejects.toMatchObject({ code: 'passphrase-wrong' })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})

/**
 * An RSA key with Carmichael numbers for its primes: it signs and verifies as if they were primes. By Chernick's
 * construction (6m + 1)(12m + 1)(18m + 1), with two m for which all three are prime.
 */
function carmichael(): string {
  const chernick = (m: bigint) => (6n * m + 1n) * (12n * m + 1n) * (18n * m + 1n)
  const p = chernick(0x92aee3cc5cf71c3ca51a447c0a04a15e4a92e368a0n)
  const q = chernick(0xdb9fe786104344ed805a6d5d1f5535acb86cf14af6n)
  const e = 65537n
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: big(p * q), e: big(e), d: big(d), p: big(p), q: big(q), qi: big(inverse(q, p)) }
  const blob = Buffer.concat([string('ssh-rsa'), mpint(numbers.e), mpint(numbers.n)])
  return opensshFile(rsa, { blob, privateHalf: privateHalf(rsa, numbers) })
}

function big(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}

/** PKCS#8 of a kind for which OpenSSL computes g^x mod p as soon as it reads it, with numbers of 32,768 bits. */
function slowKey(algorithm: string): string {
  const number = () => derInteger(Buffer.alloc(4096, 0x7b))
  const parameters = derElement(SEQUENCE, number(), number(), number())
  const kind = derElement(SEQUENCE, derObjectId(algorithm), parameters)
  const body = derElement(SEQUENCE, derInteger(Buffer.of(0)), kind, derElement(OCTET_STRING, number()))
  return armoured('PRIVATE KEY', body).toString()
}

import type { KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { fuzzing, fuzzSeed } from '../../../../test/helpers/fuzz-seed.js'
import { processorMs } from '../../../../test/helpers/processor-time.js'
import { isLatchkeyError } from '../../lib/error.js'
import { blobFromKey, fingerprintSha256 } from '../public-key.js'
import type { FoundKey } from './found-key.js'
import { readKeys } from './read-keys.js'
import { writePrivateKey } from './write-private-key.js'
import { writePublicKey } from './write-public-key.js'

const PASSPHRASE = Buffer.from('pass phrase')

interface Source {
  name: string
  text: string
  key: KeyObject
  secret: Buffer | null
}

const ed25519 = freshKey('ed25519')
const ecdsa = freshKey('P-256')
const rsa = freshKey('rsa1024')

async function made(
  key: KeyObject,
  format: 'openssh' | 'pkcs8' | 'pem' | 'ppk3' | 'ppk2',
  secret: Buffer | null,
) {
  const file = await writePrivateKey(key, { format, passphrase: secret, comment: 'ada: wörk' })
  return { name: `${key.asymmetricKeyType} as ${format}`, text: file.toString(), key, secret }
}

/** Cheap to open, and with more in them than the private half alone, so that a change can be seen. */
const sources: Source[] = await Promise.all([
  made(ed25519, 'openssh', null),
  made(ecdsa, 'openssh', null),
  made(rsa, 'openssh', null),
  made(ecdsa, 'pkcs8', null),
  made(rsa, 'pkcs8', null),
  made(ecdsa, 'pem', null),
  made(rsa, 'pem', PASSPHRASE),
  made(ed25519, 'ppk3', null),
  made(ecdsa, 'ppk2', null),
  made(ed25519, 'ppk2', PASSPHRASE),
])
const source = fc.constantFrom(...sources).map((one) => ({ ...one, toString: () => one.name }))

const read = (file: Uint8Array, secret: Buffer | null) =>
  readKeys(file, secret && { part: 0, passphrase: Buffer.from(secret) })

describe('whatever was done to the text of a key', () => {
  const disfigured = fc.record({
    width: fc.integer({ min: 1, max: 200 }),
    eol: fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\r\n', '\\n', '\\r\\n'),
    before: fc.constantFrom('', '', 'Hi,\nhere it is:\n', 'ada@laptop:~$ cat key\n', '\n \n'),
    after: fc.constantFrom('', '', '\n-- \nAda\n', 'ada@laptop:~$ \n', '\n\n'),
    prefix: fc.constantFrom('', '', '  ', '\t', '> ', '> > '),
    suffix: fc.constantFrom('', '', ' ', '\t '),
    end: fc.constantFrom('kept', 'kept', 'no newline', 'no line'),
    encoding: fc.constantFrom('utf8', 'utf8', 'utf8 with mark', 'utf16le', 'utf16be'),
  })
  type Disfigurement = typeof disfigured extends fc.Arbitrary<infer T> ? T : never

  function disfigure(text: string, how: Disfigurement): Buffer {
    const whole = how.end === 'no line' ? text.replace(/-----END .*\n/, '') : text
    const lines = rewrapped(whole, how.width).trimEnd().split('\n')
    const inside = lines.map((line) => `${how.prefix}${line}${how.suffix}\n`).join('')
    const ended = how.end === 'no newline' ? inside.trimEnd() : `${inside}${how.after}`
    return encoded(`${how.before}${ended}`.replaceAll('\n', how.eol), how.encoding)
  }

  it('it is found and is the same', async () => {
    await fc.assert(
      fc.asyncProperty(source, disfigured, async ({ text, key, secret }, how) => {
        expect(inWords(await read(disfigure(text, how), secret))).toBe(
          `key ${fingerprintSha256(blobFromKey(key))}`,
        )
      }),
      fuzzing('disfigured private keys', 250),
    )
  }, 60_000)

  it('its public half is found too', async () => {
    const blob = blobFromKey(ecdsa)
    const format = fc.constantFrom('rfc4716' as const, 'pem' as const)
    await fc.assert(
      fc.asyncProperty(format, disfigured, async (as, how) => {
        const file = disfigure(writePublicKey(blob, as, 'ada: wörk'), { ...how, end: 'kept' })
        expect(inWords(await read(file, null))).toBe(`public ${fingerprintSha256(blob)}`)
      }),
      fuzzing('disfigured public keys', 100),
    )
  }, 60_000)
})

describe('a changed byte', () => {
  const isSameOrRefused = (found: FoundKey[], key: KeyObject) => {
    for (const one of found) if (one.state === 'key') expect(one.proven.blob).toEqual(blobFromKey(key))
  }
  const refusedOnly = (error: unknown): FoundKey[] => {
    if (isLatchkeyError(error)) return []
    throw error
  }

  it('of what is decoded never makes another key', async () => {
    await fc.assert(
      fc.asyncProperty(source, fc.nat(), fc.integer({ min: 1, max: 255 }), async (given, place, change) => {
        const found = await read(withChangedBody(given.text, place, change), given.secret).catch(refusedOnly)
        isSameOrRefused(found, given.key)
      }),
      fuzzing('changed bytes behind base64', 1000),
    )
  }, 60_000)

  it('of the file never makes another key', async () => {
    await fc.assert(
      fc.asyncProperty(source, fc.nat(), fc.integer({ min: 1, max: 255 }), async (given, place, change) => {
        const file = Buffer.from(given.text)
        file.writeUInt8((file[place % file.length] ?? 0) ^ change, place % file.length)
        isSameOrRefused(await read(file, given.secret).catch(refusedOnly), given.key)
      }),
      fuzzing('changed bytes of files', 1000),
    )
  }, 60_000)
})

describe('noise', () => {
  const publicHalves = [ed25519, ecdsa, rsa].flatMap((key) =>
    (['openssh', 'rfc4716', 'pem'] as const).map((as) => writePublicKey(blobFromKey(key), as, 'c')),
  )
  const encrypted = ['openssh', 'pkcs8', 'ppk3'] as const
  const files = async () => [
    ...sources.map(({ text }) => Buffer.from(text)),
    ...publicHalves.map((text) => Buffer.from(text)),
    ...(await Promise.all(
      encrypted.map((as) => writePrivateKey(ecdsa, { format: as, passphrase: PASSPHRASE, comment: '' })),
    )),
    ...[ecdsa, rsa].map((key) => key.export({ type: 'pkcs8', format: 'der' })),
  ]
  const edit = fc.record({
    place: fc.nat(),
    length: fc.integer({ min: 0, max: 40 }),
    by: fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('ffffffff', '00000000', '7fffffff', '30800000', '2d2d2d2d2d', '0a', '3a20')
        .map((hex) => Buffer.from(hex, 'hex')),
    ),
    decoded: fc.boolean(),
  })

  it(`is answered soon, in little memory and by a sentence (seed ${fuzzSeed})`, async () => {
    const corpus = await files()
    const before = process.memoryUsage().rss
    const edits = fc.array(edit, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.nat(corpus.length - 1), edits, async (index, changes) => {
        const file = changes.reduce(changed, corpus[index] ?? Buffer.alloc(0))
        const start = processorMs()
        for (const found of await readKeys(file, null).catch((error: unknown) => sentence(error)))
          expect(['key', 'encrypted', 'public', 'refused']).toContain(found.state)
        expect(processorMs() - start).toBeLessThan(5_000)
      }),
      fuzzing('edits', 2500),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (file) =>
          readKeys(file, null).then(
            () => undefined,
            (error: unknown) => void sentence(error),
          ),
      ),
      fuzzing('noise', 1000),
    )
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  }, 120_000)

  type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
  function changed(file: Buffer, { place, length, by, decoded }: Edit): Buffer {
    const text = file.toString('latin1')
    const [, begin = '', body = '', end = ''] =
      /^([\s\S]*?-----\n)([A-Za-z0-9+/=\n]+)(-----[\s\S]*)$/.exec(text) ?? []
    if (!decoded || body === '') return spliced(file, place, length, by)
    const inside = spliced(Buffer.from(body, 'base64'), place, length, by)
    return Buffer.from(`${begin}${inside.toString('base64')}\n${end}`, 'latin1')
  }

  function sentence(error: unknown): FoundKey[] {
    if (isLatchkeyError(error)) return []
    throw error
  }
})

/** What was found, so that a failure can be read. */
function inWords(found: FoundKey[]): string {
  return found.map((one) => `${one.state} ${detail(one)}`).join(', ')
}

function detail(one: FoundKey): string {
  if (one.state === 'refused') return one.problem.message
  const blob = one.state === 'key' ? one.proven.blob : one.blob
  return blob === null ? '' : fingerprintSha256(blob)
}

function spliced(bytes: Buffer, place: number, length: number, by: Uint8Array): Buffer {
  const at = place % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)])
}

/** Changes one byte of what a file's longest stretch of base64 stands for. */
function withChangedBody(text: string, place: number, change: number): Buffer {
  const stretches = text.match(/(?:^[A-Za-z0-9+/]{4,}={0,2}\n)+/gm) ?? []
  const stretch = stretches[place % stretches.length] ?? ''
  const bytes = Buffer.from(stretch, 'base64')
  const at = Math.floor(place / stretches.length) % bytes.length
  bytes.writeUInt8((bytes[at] ?? 0) ^ change, at)
  return Buffer.from(text.replace(stretch, `${bytes.toString('base64')}\n`))
}

/** Only base64: the lines of PuTTY's and PEM's headers stay whole. */
function rewrapped(text: string, width: number): string {
  return text.replace(/(?:^[A-Za-z0-9+/]{4,}={0,2}\n)+/gm, (body) => {
    const lines = body.replaceAll('\n', '').match(new RegExp(`.{1,${width}}`, 'g')) ?? []
    return `${lines.join('\n')}\n`
  })
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf8') return Buffer.from(text)
  if (encoding === 'utf8 with mark') return Buffer.from(`\ufeff${text}`)
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return encoding === 'utf16le' ? little : little.swap16()
}

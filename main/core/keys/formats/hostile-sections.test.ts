import type { KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { fuzzing, fuzzSeed } from '../../../../test/helpers/fuzz-seed.js'
import { privateHalf } from '../../../../test/helpers/openssh-file.js'
import { processorMs } from '../../../../test/helpers/processor-time.js'
import {
  PASSPHRASE,
  type Seal,
  sealOpenssh,
  sealPem,
  sealPkcs8,
  sealPpk,
} from '../../../../test/helpers/sealed-keys.js'
import { isLatchkeyError } from '../../lib/error.js'
import { blobFromKey } from '../public-key.js'
import { string, uint32 } from '../ssh-wire.js'
import type { FoundKey } from './found-key.js'
import { privateDer } from './private-numbers.js'
import { readKeys } from './read-keys.js'
import { writePpk } from './write-ppk.js'

/*
 * What stands behind the encryption is in the hands of whoever made the file and knows its passphrase: here it is
 * disfigured, then encrypted and summed up as it should be.
 */

const keys = [freshKey('ed25519'), freshKey('P-256'), freshKey('P-521'), freshKey('rsa1024')]

/** The private section of a key as its format has it, without padding. */
const sections = {
  openssh: async (key: KeyObject) =>
    Buffer.concat([uint32(7), uint32(7), privateHalf(key), string('a comment')]),
  ppk: async (key: KeyObject) => {
    const text = (await writePpk(key, null, '', 2)).toString()
    return Buffer.from(/Private-Lines: \d+\n([^-]+)\nPrivate-MAC/.exec(text)?.[1] ?? '', 'base64')
  },
  pem: async (key: KeyObject) => privateDer(key),
  pkcs8: async (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' }),
}

interface Form {
  name: string
  seal: Seal
  section: (key: KeyObject) => Promise<Buffer>
  runs: number
}

/** bcrypt takes its time, even for one round. */
const forms: Form[] = [
  { name: 'PPK 2', seal: sealPpk(2), section: sections.ppk, runs: 1000 },
  { name: 'PPK 3', seal: sealPpk(3), section: sections.ppk, runs: 500 },
  { name: 'PEM', seal: sealPem, section: sections.pem, runs: 1000 },
  { name: 'PKCS#8', seal: sealPkcs8, section: sections.pkcs8, runs: 1000 },
  ...(['aes256-ctr', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com'] as const).map((cipher) => ({
    name: `OpenSSH, ${cipher}`,
    seal: sealOpenssh(cipher),
    section: sections.openssh,
    runs: 100,
  })),
]

/** What replaces `length` bytes at a place: any bytes, and lengths of SSH and of DER that can't be right. */
const edit = fc.record({
  place: fc.nat(),
  length: fc.oneof(fc.nat(8), fc.nat(600)),
  by: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        'ffffffff',
        '7fffffff',
        '00000000',
        '00000001',
        '80',
        '84ffffffff',
        '83ffffff',
        '3080',
        '0200',
      )
      .map((hex) => Buffer.from(hex, 'hex')),
  ),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never
const edits = fc.array(edit, { minLength: 1, maxLength: 3 })

const disfigured = (section: Buffer, changes: Edit[]) =>
  changes.reduce((bytes, { place, length, by }) => {
    const at = place % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)])
  }, section)

const open = (file: Buffer) => readKeys(file, { part: 0, passphrase: Uint8Array.from(PASSPHRASE) })

describe.each(forms)('behind the encryption of $name', ({ name, seal, section, runs }) => {
  it('what is whole opens', async () => {
    for (const key of keys)
      expect(await open(await seal(key, await section(key)))).toMatchObject([
        { state: 'key', proven: { blob: blobFromKey(key) } },
      ])
  })

  it(`what is disfigured is refused by a sentence, or is a key that is proven (seed ${fuzzSeed})`, async () => {
    const whole = await Promise.all(keys.map(section))
    const fuzz = fc.asyncProperty(fc.nat(keys.length - 1), edits, async (index, changes) => {
      const [key, bytes] = [keys[index], whole[index]]
      if (key === undefined || bytes === undefined) throw new Error('There is no such key')
      const file = await seal(key, disfigured(bytes, changes))
      const start = processorMs()
      const found = await open(file).catch(wrongPassphrase)
      expect(processorMs() - start).toBeLessThan(5_000)
      for (const one of found) expectRefusedOrProven(one, key)
    })
    const before = process.memoryUsage().rss
    await fc.assert(fuzz, fuzzing(name, runs))
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
  }, 60_000)
})

/** What disfigured bytes look like, too. */
function wrongPassphrase(error: unknown): FoundKey[] {
  if (isLatchkeyError(error, 'passphrase-wrong')) return []
  throw error
}

/** PEM and PKCS#8 have no public half outside: any number is a key there, if it is one. */
function expectRefusedOrProven(found: FoundKey, key: KeyObject): void {
  if (found.state === 'refused') {
    expect(found.problem.code).toMatch(/^key-(damaged|unreadable|type-unsupported|too-costly)$/)
    return
  }
  if (found.state !== 'key') throw new Error(`It is told to be ${found.state}`)
  expect(found.proven.blob).toEqual(blobFromKey(found.proven.key))
  if (/OpenSSH|PuTTY/.test(found.format)) expect(found.proven.blob).toEqual(blobFromKey(key))
}
